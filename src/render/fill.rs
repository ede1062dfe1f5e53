//! Phrases with places for values: `{n} of {all}`.

/// The phrase with each `{name}` replaced by the value of that name; what stands in a value is no place.
pub fn fill(phrase: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(phrase.len() + 16);
    let mut rest = phrase;
    while let Some((before, from)) = rest.split_once('{') {
        filled.push_str(before);
        let known = from.split_once('}').and_then(|(name, after)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, after))
        });
        match known {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = from;
            }
        }
    }
    filled + rest
}

/// The names of the places of a phrase, in order of the alphabet.
#[cfg(test)]
pub fn places(phrase: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        phrase.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_at_their_places_and_are_none_themselves() {
        assert_eq!(fill("{n} of {all}", &[("n", "1"), ("all", "2")]), "1 of 2");
        assert_eq!(fill("{all}: {n}", &[("n", "{all}"), ("all", "{n}")]), "{n}: {all}");
        assert_eq!(fill("{x} { {n}", &[("n", "1")]), "{x} { 1");
        assert_eq!(places("{n} of {all}"), ["all", "n"]);
    }
}
