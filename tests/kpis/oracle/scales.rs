//! Scores without a scale: those of one kind fit it all together, or none of them counts (rulings 49).

use super::rows::Rating;

/// The ratings with their scales; what fits none is gone.
pub fn scaled(ratings: &[Rating]) -> Vec<Rating> {
    ratings.iter().filter_map(|rating| with_scale(rating, ratings)).collect()
}

/// A score that neither its row nor, for feedback, its kind gives a scale.
fn is_open(rating: &Rating) -> bool {
    rating.score.is_some() && rating.scale.is_none() && rating.kind != "feedback"
}

/// Which rows can be used: a score is none that is beyond its scale, or fits no scale together with the others.
pub fn usable(ratings: &[Rating]) -> Vec<bool> {
    let is_beyond =
        |rating: &Rating| rating.score.zip(rating.scale).is_some_and(|(score, scale)| score > scale);
    ratings.iter().map(|rating| !is_beyond(rating) && with_scale(rating, ratings).is_some()).collect()
}

fn with_scale(rating: &Rating, all: &[Rating]) -> Option<Rating> {
    if !is_open(rating) {
        return Some(rating.clone());
    }
    let alike = all.iter().filter(|other| is_open(other) && other.kind == rating.kind);
    let scores: Vec<i64> = alike.filter_map(|other| other.score).collect();
    let fit = |low, high| scores.iter().all(|score| (low..=high).contains(score));
    let (highest, added) = match rating.kind.as_str() {
        "stars" if fit(1, 5) => (5, 0),
        "three" if fit(1, 3) => (3, 0),
        "nps" if fit(0, 10) => (10, 0),
        "thumbs" if fit(1, 2) => (2, 0),
        "thumbs" if fit(0, 1) => (2, 1),
        _ => return None,
    };
    let score = rating.score.map(|score| score + added);
    Some(Rating { score, scale: Some(highest), ..rating.clone() })
}
