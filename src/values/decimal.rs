//! Which of comma and point stands before the decimals, decided on a whole column.

/// What the numbers of a column use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,5`: commas stand before decimals, points between thousands.
    Comma,
    /// `1,234.5`: points stand before decimals, commas between thousands.
    Point,
    /// Some numbers of the column can only mean the one, some only the other: those that could be either mean nothing.
    Both,
}

impl DecimalMark {
    /// The mark of that name in profiles.
    pub fn from_name(name: &str) -> Option<DecimalMark> {
        match name {
            "," | "comma" => Some(DecimalMark::Comma),
            "." | "point" | "dot" => Some(DecimalMark::Point),
            _ => None,
        }
    }

    /// Its name in profiles and messages.
    pub fn name(self) -> &'static str {
        match self {
            DecimalMark::Comma => "comma",
            DecimalMark::Point => "point",
            DecimalMark::Both => "both",
        }
    }
}

/// What the numbers of a column have shown so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecimalEvidence {
    comma: bool,
    point: bool,
    open: bool,
}

impl DecimalEvidence {
    /// Looks at one more number, as it is written.
    pub fn look_at(&mut self, text: &[u8]) {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let Some(start) = text.iter().position(|byte| is_digit(byte) || b".,".contains(byte)) else { return };
        let end = text.iter().rposition(is_digit).map_or(start, |at| at + 1);
        let body = &text[start..end.max(start)];
        let Some(at) = body.iter().rposition(|byte| b".,".contains(byte)) else { return };
        let mark = body[at];
        let repeats = body[..at].contains(&mark);
        let has_other = body[..at].iter().any(|byte| b".,".contains(byte) && *byte != mark);
        let places = body.len() - at - 1;
        let leads = body[..at].iter().take_while(|byte| is_digit(byte)).count();
        let is_group = places == 3 && (1..=3).contains(&leads) && leads == at && body[0] != b'0';
        match (mark, repeats || (is_group && !has_other)) {
            // `1,234,567`: what repeats stands between thousands.
            (b',', true) if repeats => self.point = true,
            (_, true) if repeats => self.comma = true,
            // `1.234` is a number with decimals wherever machines write.
            (b',', true) => self.open = true,
            (_, true) => {}
            (b',', false) => self.comma = true,
            (_, false) => self.point = true,
        }
    }

    /// Both together.
    pub fn and(self, other: DecimalEvidence) -> DecimalEvidence {
        DecimalEvidence {
            comma: self.comma || other.comma,
            point: self.point || other.point,
            open: self.open || other.open,
        }
    }

    /// Whether there are numbers that could be either and none that tells.
    pub fn is_open(self) -> bool {
        self.open && !self.comma && !self.point
    }

    /// The mark; `None` where nothing tells.
    pub fn mark(self) -> Option<DecimalMark> {
        match (self.comma, self.point) {
            (true, true) => Some(DecimalMark::Both),
            (true, false) => Some(DecimalMark::Comma),
            (false, true) => Some(DecimalMark::Point),
            (false, false) => None,
        }
    }

    /// Whether the column has numbers that the mark decides: `1,234`.
    pub fn matters(self) -> bool {
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(texts: &[&str]) -> DecimalEvidence {
        let mut evidence = DecimalEvidence::default();
        for text in texts {
            evidence.look_at(text.as_bytes());
        }
        evidence
    }

    #[test]
    fn one_clear_number_decides_for_the_column() {
        assert_eq!(evidence(&["0,5", "1,234"]).mark(), Some(DecimalMark::Comma));
        assert_eq!(evidence(&["1,234", "2.75"]).mark(), Some(DecimalMark::Point));
        assert_eq!(evidence(&["1,234,567"]).mark(), Some(DecimalMark::Point));
        assert_eq!(evidence(&["1.234.567"]).mark(), Some(DecimalMark::Comma));
        assert_eq!(evidence(&["1.234,50", "12"]).mark(), Some(DecimalMark::Comma));
        assert_eq!(evidence(&["0,5", "0.5"]).mark(), Some(DecimalMark::Both));
        assert_eq!(evidence(&["€ 12,50"]).mark(), Some(DecimalMark::Comma));
        assert!(evidence(&["1,234", "12"]).is_open());
        assert_eq!(evidence(&["1.234", "12", "n/a", ""]), DecimalEvidence::default());
    }
}
