//! "Did you mean": the known word nearest to an unknown one.

/// The candidates that resemble a word, best first, at most three and none much worse than the best;
/// case does not matter.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .map(|candidate| (likeness(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    scored.dedup_by(|one, other| one.1 == other.1);
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored
        .into_iter()
        .take_while(|(score, _)| best - score < 0.15)
        .take(3)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// What to do about an unknown word: the nearest candidates, else a few or all of them.
pub fn advice<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    const SHOWN: usize = 12;
    let near = nearest(word, candidates.clone());
    if !near.is_empty() {
        return format!("did you mean {}?", near.join(", "));
    }
    let all: Vec<&str> = candidates.into_iter().collect();
    let more = if all.len() > SHOWN { format!(" and {} more", all.len() - SHOWN) } else { String::new() };
    format!("there is {}{more}", all[..all.len().min(SHOWN)].join(", "))
}

/// Below this likeness two words have nothing to do with each other.
const ALIKE: f64 = 0.6;

/// 0–1: by edits in relation to length, and a word that begins or ends another is like it.
fn likeness(word: &str, candidate: &str) -> f64 {
    let edits = strsim::normalized_damerau_levenshtein(word, candidate);
    let part = word.chars().count() >= 3 && (candidate.starts_with(word) || candidate.ends_with(word));
    if part {
        edits.max(0.75)
    } else {
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_strangers_not_at_all() {
        let channels = ["whatsapp", "web form", "email", "chat"];
        assert_eq!(nearest("watsapp", channels), ["whatsapp"]);
        assert_eq!(nearest("WhatsApp", channels), ["whatsapp"]);
        assert_eq!(nearest("emial", channels), ["email"]);
        assert_eq!(nearest("telefax", channels), [""; 0]);
        assert_eq!(nearest("form", channels), ["web form"]);
        assert_eq!(nearest("amsterdam", ["Europe/Amsterdam", "Europe/Berlin"]), ["Europe/Amsterdam"]);
        assert_eq!(nearest("aa", ["ab", "ac", "ab"]), [""; 0]);
        assert_eq!(nearest("tag1", ["tag3", "tag2", "tag9", "tag4"]), ["tag2", "tag3", "tag4"]);
    }

    #[test]
    fn the_advice_falls_back_to_what_there_is() {
        assert_eq!(advice("emial", ["chat", "email"]), "did you mean email?");
        assert_eq!(advice("zzz", ["chat", "email"]), "there is chat, email");
        let many: Vec<String> = (0..15).map(|number| format!("name{number}")).collect();
        assert!(advice("zzz", many.iter().map(String::as_str)).ends_with("name11 and 3 more"));
    }
}
