//! Words that exports write where nobody is assigned: they name no agent and no team.

use super::spelling::{each_column, folded};
use crate::dataset::{Dataset, Domain, NONE};

/// Such words, folded.
const NOBODY: &[&str] = &[
    "unassigned",
    "not assigned",
    "(unassigned)",
    "no agent",
    "no agent assigned",
    "no assignee",
    "no owner",
    "no team",
    "no group",
    "nobody",
    "none",
    "(none)",
    "niet toegewezen",
    "geen agent",
    "niemand",
    "nicht zugewiesen",
    "nicht zugeordnet",
    "kein agent",
    "kein bearbeiter",
    "nieprzypisane",
    "nieprzypisany",
    "nie przypisano",
    "brak",
    "ikke tildelt",
    "ingen",
    "non assigné",
    "non attribué",
    "aucun",
    "aucun agent",
    "sin asignar",
    "no asignado",
    "ninguno",
    "não atribuído",
    "sem responsável",
    "nenhum",
    "non assegnato",
    "nessuno",
    "ej tilldelad",
    "otilldelad",
    "ikke tildelt endnu",
    "no one",
    "no-one",
    "nepřiřazeno",
    "nepřiřazený",
    "nikdo",
    "ei osoitettu",
    "ei käsittelijää",
    "atanmamış",
    "atanmadı",
    "未割り当て",
    "未割当",
    "担当者なし",
    "未分配",
    "无",
];

/// Takes such words out of the columns of agents and teams.
pub fn forget_nobody(dataset: &mut Dataset) {
    for domain in [Domain::Person, Domain::Team] {
        let names = dataset.dictionary(domain);
        let longest = NOBODY.iter().map(|word| word.len()).max().unwrap_or_default();
        let is_nobody = |name: &str| name.len() <= 2 * longest && NOBODY.contains(&&*folded(name));
        let nobody: Vec<bool> = names.texts().map(is_nobody).collect();
        if nobody.contains(&true) {
            each_column(dataset, domain, |codes| {
                for code in codes {
                    if nobody.get(*code as usize) == Some(&true) {
                        *code = NONE;
                    }
                }
            });
        }
    }
}
