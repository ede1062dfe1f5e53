//! Says which columns stand beside others of the same name and are not read.

use super::Decisions;
use crate::account::Outcome;
use crate::load::file::FileForm;
use crate::profile::model::NTH;
use crate::profile::recognise::Recognised;

/// Of several columns of one name the first is read, unless they are a list together.
pub fn say(one: &Recognised, form: &FileForm, decisions: &mut Decisions) {
    let FileForm::Csv(dialect) = form else { return };
    let fields = one.mapping.fields();
    let own = |field: &&&str| field.split_once(NTH).is_none_or(|(_, nth)| nth == "1");
    for field in fields.iter().filter(own) {
        let name = field.split_once(NTH).map_or(*field, |(name, _)| name);
        let count = dialect.header.iter().filter(|other| *other == name).count();
        let read = fields.iter().filter(|other| other.split(NTH).next() == Some(name)).count();
        if count > 1 && read < count {
            let what = format!("the file has {count} columns of that name; the first is read");
            let advice = "give the others names of their own";
            decisions.add(Outcome::Warned, one.mapping.into, name, what, advice);
        }
    }
}
