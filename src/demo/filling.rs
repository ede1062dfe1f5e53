//! Sentences with their placeholders filled in.

/// What the placeholders of a sentence stand for.
pub(super) struct Filling<'a> {
    pub(super) order: u64,
    pub(super) name: &'a str,
    pub(super) agent: &'a str,
}

/// Appends a sentence with its placeholders filled in.
pub(super) fn fill(into: &mut String, sentence: &str, with: &Filling) {
    let mut parts = sentence.split('{');
    into.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (placeholder, rest) = part.split_once('}').unwrap_or((part, ""));
        match placeholder {
            "order" => push_order(into, with.order),
            "name" => into.push_str(with.name),
            _ => into.push_str(with.agent.split(' ').next().unwrap_or_default()),
        }
        into.push_str(rest);
    }
}

fn push_order(into: &mut String, order: u64) {
    into.push('#');
    for power in [100_000, 10_000, 1000, 100, 10, 1] {
        into.push(char::from(b'0' + (order / power % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled() {
        let mut text = String::new();
        let filling = Filling { order: 4711, name: "Ola", agent: "Tom O'Brien" };
        fill(&mut text, "Hi {name}, {order}. {agent}!", &filling);
        assert_eq!(text, "Hi Ola, #004711. Tom!");
    }
}
