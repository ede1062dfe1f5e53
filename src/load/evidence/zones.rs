//! Says where rows name zones of their own beside moments that have none.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::ColumnKind;
use crate::profile::recognise::Recognised;
use crate::values::{is_null, zone_of};

/// Whose zone it is – the moments' or the customer's – nobody tells, so that it is not used.
pub fn say(one: &Recognised, survey: &Survey, decisions: &mut Decisions) {
    if one.profile.is_some() || !has_local_moments(one, survey) {
        return;
    }
    let read = one.mapping.fields();
    for field in survey.fields.iter().filter(|field| !read.contains(&field.as_str())) {
        let mut zones = survey.texts(field).filter(|text| !is_null(text.as_bytes())).peekable();
        if zones.peek().is_some() && zones.all(|text| text.contains('/') && zone_of(text).is_some()) {
            let what = "names a zone in each row; it is not used, and moments without a zone are in that of the file";
            let advice = "if it is theirs, write it into the moments, or say one zone with --source-tz";
            decisions.add(Outcome::Warned, one.mapping.into, field, what, advice);
        }
    }
}

/// Whether the first moment of a column ends with its time, without a zone.
fn has_local_moments(one: &Recognised, survey: &Survey) -> bool {
    let schema = one.mapping.into.schema();
    let is_moment = |place: usize| matches!(schema.columns[place].kind, ColumnKind::Instant);
    let mut open =
        one.mapping.columns.iter().filter(|(place, rule)| is_moment(*place) && rule.zone.is_none());
    open.any(|(_, rule)| {
        let first = rule.take.own_field().and_then(|field| survey.texts(field).next());
        let clock = first.and_then(|text| text.trim().rsplit_once(['T', ' '])).map(|(_, clock)| clock);
        clock.is_some_and(|clock| clock.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte)))
    })
}
