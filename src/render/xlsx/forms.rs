//! How cells of each kind look: number formats, heads, the colour of a change for the better.

use crate::report::{Better, Unit};
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder, Worksheet,
    XlsxError,
};
use std::collections::HashMap;

/// A day.
pub const DAY: &str = "yyyy-mm-dd";
/// A moment to the second.
pub const MOMENT: &str = "yyyy-mm-dd hh:mm:ss";
/// A length of time; a negative one is no time of day anywhere, so it is shown in days.
pub const DURATION: &str = "[h]:mm:ss;-0.0000\" d\"";
/// A fraction in percent.
pub const RATE: &str = "0.0%";
/// A whole number.
pub const COUNT: &str = "#,##0";
/// A text that stays one when it is edited.
const TEXT: &str = "@";
/// A number with two decimals.
const DECIMAL: &str = "#,##0.00";

/// A good change.
pub const GOOD: Color = Color::RGB(0x1F7A5C);
/// A bad one.
pub const BAD: Color = Color::RGB(0xB4412B);
/// Bars of shares.
pub const BAR: Color = Color::RGB(0xBFD4EC);

/// The formats of a workbook, each made once.
pub struct Forms {
    head: Format,
    /// The head of a block.
    pub title: Format,
    made: HashMap<String, Format>,
}

impl Forms {
    /// Those that every workbook has.
    pub fn new() -> Forms {
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_background_color(Color::RGB(0xEEF1F5))
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(Color::RGB(0x9AA5B1));
        let title = Format::new().set_bold().set_font_size(13);
        Forms { head, title, made: HashMap::new() }
    }

    /// The head of a column of texts, or of numbers.
    pub fn head(&self, is_of_numbers: bool) -> Format {
        if is_of_numbers {
            self.head.clone().set_align(FormatAlign::Right)
        } else {
            self.head.clone()
        }
    }

    /// The format of a number format.
    pub fn of(&mut self, number: &str) -> &Format {
        self.made.entry(number.to_owned()).or_insert_with(|| Format::new().set_num_format(number))
    }

    /// The format of small print behind numbers.
    pub fn id(&self) -> Format {
        Format::new().set_num_format(TEXT).set_indent(1).set_font_color(Color::RGB(0x6B7580))
    }

    /// The format of text.
    pub fn text(&mut self) -> &Format {
        self.of(TEXT)
    }
}

/// How numbers of a unit are shown; money in the currency, if it is known.
pub fn number_format(unit: Unit, currency: Option<&str>, is_whole: bool) -> String {
    match unit {
        Unit::Seconds => DURATION.to_owned(),
        Unit::Rate => RATE.to_owned(),
        Unit::Count | Unit::Ratio | Unit::Flag | Unit::Text | Unit::Instant if is_whole => COUNT.to_owned(),
        Unit::Count | Unit::Flag | Unit::Text | Unit::Instant | Unit::Ratio | Unit::Score => {
            DECIMAL.to_owned()
        }
        Unit::Nps => "+0;-0;0".to_owned(),
        Unit::Change => "+0.0%;-0.0%;0.0%".to_owned(),
        Unit::Points => "+0.0\" pp\";-0.0\" pp\";0.0\" pp\"".to_owned(),
        Unit::Difference => "+0.00;-0.00;0.00".to_owned(),
        Unit::Money => {
            currency.and_then(sign).map_or(DECIMAL.to_owned(), |sign| format!("[${sign}] {DECIMAL}"))
        }
    }
}

/// The sign of a currency, else its three letters; `None`: it is no currency.
fn sign(currency: &str) -> Option<&str> {
    match currency {
        "EUR" => Some("€"),
        "USD" => Some("$"),
        "GBP" => Some("£"),
        "PLN" => Some("zł"),
        code if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => Some(code),
        _ => None,
    }
}

/// A number as a sheet keeps it in that unit: durations are days, points percent.
pub fn kept(number: f64, unit: Unit) -> f64 {
    match unit {
        Unit::Seconds => number / 86_400.0,
        Unit::Points => number * 100.0,
        Unit::Count
        | Unit::Rate
        | Unit::Score
        | Unit::Nps
        | Unit::Ratio
        | Unit::Money
        | Unit::Change
        | Unit::Difference
        | Unit::Instant
        | Unit::Flag
        | Unit::Text => number,
    }
}

/// Colours changes for the better and for the worse.
pub fn judge(
    sheet: &mut Worksheet,
    from: (u32, u16),
    to: (u32, u16),
    better: Better,
) -> Result<(), XlsxError> {
    for (is_good, colour) in [(true, GOOD), (false, BAD)] {
        let Some(rule) = rule(better, is_good) else { continue };
        let format = Format::new().set_font_color(colour);
        let change = ConditionalFormatCell::new().set_rule(rule).set_format(format);
        sheet.add_conditional_format(from.0, from.1, to.0, to.1, &change)?;
    }
    Ok(())
}

/// When a change is good or bad.
fn rule(better: Better, is_good: bool) -> Option<ConditionalFormatCellRule<f64>> {
    let is_up = match better {
        Better::Up => is_good,
        Better::Down => !is_good,
        Better::Neither => return None,
    };
    Some(if is_up {
        ConditionalFormatCellRule::GreaterThan(0.0)
    } else {
        ConditionalFormatCellRule::LessThan(0.0)
    })
}
