//! Numbers as people write them: decimal comma or point, thousands separators, currency signs, percent.

use super::{is_null, DecimalMark, Wrong};
use crate::dataset::NUMBER_SCALE;

const NO_NUMBER: Wrong = Wrong::new("not a number", "write it as 1234.56");
const TOO_LARGE: Wrong = Wrong::new("a number too large to count with, over 10^12", "it counts as missing");

/// The largest number, in ten-thousandths: sums of as many as rows can be are exact.
const LARGEST: i64 = 1_000_000_000_000 * NUMBER_SCALE;

const UNDECIDED: Wrong = Wrong::new(
    "a number with a comma that could be a decimal mark or stand between thousands, in a column that has both",
    "say which with decimal = \"comma\" or \"point\" in a profile",
);

/// A number in ten-thousandths, rounded; `None` where the text means "no value". `95%` is 0.95. `mark` is what the
/// column as a whole says; without it every number is read by itself.
pub fn number(text: &[u8], mark: Option<DecimalMark>) -> Result<Option<i64>, Wrong> {
    let Some(decimal) = Decimal::read_with(text, mark)? else { return Ok(None) };
    let number = decimal.times(NUMBER_SCALE)?;
    if number.abs() > LARGEST {
        return Err(TOO_LARGE);
    }
    Ok(Some(number))
}

/// An exact decimal number: `digits` × 10^`exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// The number a text names; `None` where the text means "no value".
    pub fn read(text: &[u8]) -> Result<Option<Decimal>, Wrong> {
        Decimal::read_with(text, None)
    }

    /// The same in a column whose decimals stand behind `mark`.
    pub fn read_with(text: &[u8], mark: Option<DecimalMark>) -> Result<Option<Decimal>, Wrong> {
        let text = text.trim_ascii();
        let has_groups = mark == Some(DecimalMark::Comma) && text.contains(&b'.');
        if let Some(plain) = plain(text).filter(|_| !has_groups) {
            return Ok(Some(plain));
        }
        if is_null(text) || text.eq_ignore_ascii_case(b"na") {
            return Ok(None);
        }
        let text = std::str::from_utf8(text).map_err(|_| NO_NUMBER)?;
        let could_be_either =
            text.matches(',').count() == 1 && decimals_at(text, false, None) == Some(text.len());
        if mark == Some(DecimalMark::Both) && could_be_either {
            return Err(UNDECIDED);
        }
        written(text, mark).ok_or(NO_NUMBER).map(Some)
    }

    /// The number times `factor`, rounded half away from zero.
    pub fn times(self, factor: i64) -> Result<i64, Wrong> {
        if let Some(value) = self.small_times(factor) {
            return Ok(value);
        }
        let product = self.digits.checked_mul(i128::from(factor)).ok_or(TOO_LARGE)?;
        let power = 10i128.checked_pow(self.exponent.unsigned_abs());
        let value = match (power, self.exponent < 0) {
            (Some(power), true) => {
                product.checked_add(product.signum() * (power / 2)).ok_or(TOO_LARGE)? / power
            }
            (None, true) => 0,
            (Some(power), false) => product.checked_mul(power).ok_or(TOO_LARGE)?,
            (None, false) if product == 0 => 0,
            (None, false) => return Err(TOO_LARGE),
        };
        i64::try_from(value).ok().filter(|value| *value != i64::MIN).ok_or(TOO_LARGE)
    }
}

impl Decimal {
    /// The same where all of it is small enough for the quick kind of arithmetic.
    #[inline]
    fn small_times(self, factor: i64) -> Option<i64> {
        let power = 10_i64.checked_pow(self.exponent.unsigned_abs()).filter(|_| self.exponent <= 0)?;
        let product = i64::try_from(self.digits).ok()?.checked_mul(factor)?;
        let rounded = product.checked_add(product.signum() * (power / 2))? / power;
        (rounded != i64::MIN).then_some(rounded)
    }
}

/// `-12.5`: digits and at most one point, the form of machines.
fn plain(text: &[u8]) -> Option<Decimal> {
    let (negative, body) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut digits = 0i64;
    let mut places = None;
    let mut seen = 0;
    for byte in body {
        match byte {
            b'0'..=b'9' if seen < 18 => {
                digits = digits * 10 + i64::from(byte - b'0');
                seen += 1;
                places = places.map(|places: i32| places + 1);
            }
            b'.' if places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    let digits = i128::from(if negative { -digits } else { digits });
    (seen > 0).then_some(Decimal { digits, exponent: -places.unwrap_or(0) })
}

/// Everything else: `€ 1.234,56`, `1 234`, `(5.00)`, `1.5e3`, `12,50 zł`, `95%`.
fn written(text: &str, mark: Option<DecimalMark>) -> Option<Decimal> {
    let (text, mut negative) = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(inner) => (inner, true),
        None => (text, false),
    };
    let start = text.find(|c: char| c.is_ascii_digit() || ".,".contains(c))?;
    let end = text.rfind(|c: char| c.is_ascii_digit() || ".,".contains(c)).map(|at| at + 1)?;
    // `100,-`
    let body = text[start..end].trim_end_matches([',', '.']);
    let (before, after) = (text[..start].trim(), text[end..].trim());
    negative ^= before.starts_with(['-', '−']) || before.ends_with(['-', '−']);
    let written_out = text[start..end].len() > body.len();
    negative ^= after.starts_with(['-', '−']) && !written_out;
    let sign = before.trim_matches(['-', '−', '+', ' ']);
    let unit = after.trim_matches(['-', '−', '–', ' ']);
    let percent = unit == "%" || sign == "%";
    let money = !percent && (!sign.is_empty() || !unit.is_empty());
    if money && !(is_currency(sign) && is_currency(unit)) {
        return None;
    }
    let (body, exponent) = match body.split_once(['e', 'E']) {
        Some((body, power)) => (body, power.strip_prefix('+').unwrap_or(power).parse::<i32>().ok()?),
        None => (body, 0),
    };
    let mark = match mark {
        Some(DecimalMark::Comma) => Some(','),
        Some(DecimalMark::Point) => Some('.'),
        Some(DecimalMark::Both) | None => None,
    };
    let point = decimals_at(body, money, mark)?;
    let mut decimal = grouped(body, point)?;
    decimal.exponent = decimal.exponent.checked_add(exponent)?.checked_sub(if percent { 2 } else { 0 })?;
    if negative {
        decimal.digits = -decimal.digits;
    }
    Some(decimal)
}

/// A currency's sign or code, or nothing.
fn is_currency(text: &str) -> bool {
    const SIGNS: &[&str] =
        &["", "€", "$", "£", "¥", "zł", "kr", "kr.", "Fr.", "US$", "C$", "A$", "złotych", "Kč", "₺"];
    SIGNS.contains(&text) || (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// Digits with separators of thousands and of decimals.
fn grouped(text: &str, point: usize) -> Option<Decimal> {
    let mut decimal = Decimal { digits: 0, exponent: 0 };
    for (at, character) in text.char_indices() {
        match character.to_digit(10) {
            Some(digit) => {
                decimal.digits = decimal.digits.checked_mul(10)?.checked_add(i128::from(digit))?;
                decimal.exponent -= i32::from(at > point);
            }
            None if at == point => {}
            None if at < point && ".,' \u{a0}\u{202f}\u{2009}’".contains(character) => {}
            None => return None,
        }
    }
    text.contains(|c: char| c.is_ascii_digit()).then_some(decimal)
}

/// Where the mark of the decimals stands; the length where there is none. Nothing where the separators make no sense.
/// `decided` is the mark that the whole column uses.
fn decimals_at(text: &str, money: bool, decided: Option<char>) -> Option<usize> {
    if let Some(mark) = decided {
        let at = text.find(mark).unwrap_or(text.len());
        return in_threes(&text[..at]).then_some(at);
    }
    let Some(at) = text.rfind(['.', ',']) else { return in_threes(text).then_some(text.len()) };
    let (mark, other) = if text[at..].starts_with('.') { ('.', ',') } else { (',', '.') };
    if text[..at].contains(mark) {
        return in_threes(text).then_some(text.len());
    }
    let whole = &text[..at];
    let places = text.len() - at - 1;
    // `1,234` is a thousand and more, `0,234` and `1.234` are not – but no price has three decimals.
    let is_group = !whole.contains(other) && places == 3 && (1..=3).contains(&at) && !whole.starts_with('0');
    if is_group && (mark == ',' || money) {
        return Some(text.len());
    }
    in_threes(whole).then_some(at)
}

/// Whether the groups behind the first have three digits each.
fn in_threes(text: &str) -> bool {
    let mut groups = text.split(|c: char| !c.is_ascii_digit());
    let first = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    rest.peek().is_none() || (first <= 3 && first > 0 && rest.all(|group| group.len() == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_form() {
        for (text, expected) in [
            ("0", 0),
            ("5", 50_000),
            ("-3", -30_000),
            ("4.5", 45_000),
            ("4,5", 45_000),
            ("0.00005", 1),
            ("-0.00005", -1),
            ("1.23456", 12_346),
            ("1234.56", 12_345_600),
            ("1.234,56", 12_345_600),
            ("1,234.56", 12_345_600),
            ("1 234,56", 12_345_600),
            ("1\u{a0}234", 12_340_000),
            ("1,234", 12_340_000),
            ("1.234", 12_340),
            ("0,125", 1_250),
            ("1.234.567", 12_345_670_000),
            ("1'234.50", 12_345_000),
            ("€ 12,50", 125_000),
            ("€1.234", 12_340_000),
            ("$1,258.54", 12_585_400),
            ("12,50 zł", 125_000),
            ("kr 100,-", 1_000_000),
            ("EUR 9.99", 99_900),
            ("-€5.00", -50_000),
            ("€ -5,00", -50_000),
            ("(5.00)", -50_000),
            ("95%", 9_500),
            ("66,7 %", 6_670),
            ("1.5e3", 15_000_000),
            ("1E+2", 1_000_000),
            (".5", 5_000),
            ("+7", 70_000),
        ] {
            assert_eq!(number(text.as_bytes(), None), Ok(Some(expected)), "{text}");
        }
    }

    #[test]
    fn nothing_and_nonsense() {
        for text in ["", "--", "n/a", "NaN", "NA"] {
            assert_eq!(number(text.as_bytes(), None), Ok(None), "{text}");
        }
        for text in
            ["five", "1,23,4", "12 apples", "1.2.3", "1,2.3,4", "0x10", "1e999", "99999999999999999999", "."]
        {
            assert!(number(text.as_bytes(), None).is_err(), "{text} → {:?}", number(text.as_bytes(), None));
        }
    }
}
