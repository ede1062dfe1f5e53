//! Pages of A4 that are written from top to bottom: texts, boxes, lines, and a new page where there is no room.

use super::face::{Face, FontRefs};
use pdf_writer::{Content, Filter, Finish, Pdf, Rect, Ref, Str, TextStr};
use std::io;

/// Points of a page.
pub const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
/// Points around it.
pub const MARGIN: f32 = 42.0;
/// Points between the margins.
pub const ROOM: f32 = WIDTH - 2.0 * MARGIN;
/// Where a page ends.
const BOTTOM: f32 = HEIGHT - 56.0;
/// How far the handles of a quarter of a circle reach.
const ROUND: f32 = 0.552;

/// A colour.
pub type Ink = [f32; 3];

/// A colour from its three bytes.
pub const fn ink(red: u8, green: u8, blue: u8) -> Ink {
    [red as f32 / 255.0, green as f32 / 255.0, blue as f32 / 255.0]
}

/// Text.
pub const DARK: Ink = ink(0x17, 0x20, 0x2b);
/// Small print.
pub const SOFT: Ink = ink(0x56, 0x61, 0x6f);
/// The edge of cards and lines of tables.
pub const EDGE: Ink = ink(0xdd, 0xe2, 0xe8);

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Its size in points.
    pub size: f32,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Its colour.
    pub ink: Ink,
}

impl Type {
    /// Plain text of that size and colour.
    pub const fn plain(size: f32, ink: Ink) -> Type {
        Type { size, is_bold: false, ink }
    }

    /// Bold text of that size.
    pub const fn bold(size: f32) -> Type {
        Type { size, is_bold: true, ink: DARK }
    }
}

/// A place on the page: points from the left and from the top.
pub type PaperPoint = (f32, f32);

/// Pages, of which the last one is written.
pub struct Paper {
    regular: Face,
    bold: Face,
    pages: Vec<Content>,
    /// Where the next block begins, from the top.
    pub y: f32,
}

impl Paper {
    /// One empty page.
    ///
    /// # Errors
    /// If a font cannot be read.
    pub fn new() -> io::Result<Paper> {
        let regular = Face::new("F1", "AAAAAA+NotoSans", ttf_noto_sans::REGULAR)?;
        let bold = Face::new("F2", "AAAAAB+NotoSans-Bold", ttf_noto_sans::BOLD)?;
        Ok(Paper { regular, bold, pages: vec![Content::new()], y: MARGIN })
    }

    /// Turns to a new page unless there is so much room; whether it did.
    pub fn need(&mut self, height: f32) -> bool {
        let turns = self.y + height > BOTTOM && self.y > MARGIN;
        if turns {
            self.pages.push(Content::new());
            self.y = MARGIN;
        }
        turns
    }

    fn face(&self, style: Type) -> &Face {
        if style.is_bold {
            &self.bold
        } else {
            &self.regular
        }
    }

    /// How wide a text is.
    pub fn width(&self, text: &str, style: Type) -> f32 {
        self.face(style).width(text, style.size)
    }

    /// The text, or its beginning and `…`, as wide as there is room.
    pub fn fitted(&self, text: &str, style: Type, room: f32) -> String {
        if self.width(text, style) <= room {
            return text.to_owned();
        }
        let mut short = String::new();
        let mut width = self.width("…", style);
        for character in text.chars() {
            width += self.width(character.encode_utf8(&mut [0; 4]), style);
            if width > room {
                break;
            }
            short.push(character);
        }
        format!("{}…", short.trim_end())
    }

    /// The text in lines no wider than that; words longer than a line are broken.
    pub fn lines(&self, text: &str, style: Type, room: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            for piece in self.pieces(word, style, room) {
                let Some(line) = lines.last_mut() else { continue };
                let wider = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
                if self.face(style).width(&wider, style.size) <= room {
                    *line = wider;
                } else {
                    lines.push(piece);
                }
            }
        }
        lines
    }

    /// A word in pieces that a line holds.
    fn pieces(&self, word: &str, style: Type, room: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        let mut width = 0.0;
        for character in word.chars() {
            let wide = self.width(character.encode_utf8(&mut [0; 4]), style);
            if width + wide > room && width > 0.0 {
                pieces.push(String::new());
                width = 0.0;
            }
            width += wide;
            if let Some(piece) = pieces.last_mut() {
                piece.push(character);
            }
        }
        pieces
    }

    fn page(&mut self) -> Option<&mut Content> {
        self.pages.last_mut()
    }

    /// Writes a text from a place on its baseline.
    pub fn text(&mut self, (x, y): PaperPoint, text: &str, style: Type) {
        let page = self.pages.len() - 1;
        self.text_on(page, (x, y), text, style);
    }

    /// Writes a text that ends at a place on its baseline.
    pub fn text_to(&mut self, (x, y): PaperPoint, text: &str, style: Type) {
        let width = self.width(text, style);
        self.text((x - width, y), text, style);
    }

    fn text_on(&mut self, page: usize, (x, y): PaperPoint, text: &str, style: Type) {
        let face = if style.is_bold { &mut self.bold } else { &mut self.regular };
        let (bytes, name) = (face.encode(text), face.name);
        let Some(page) = self.pages.get_mut(page) else { return };
        let [red, green, blue] = style.ink;
        page.set_fill_rgb(red, green, blue);
        page.begin_text().set_font(name, style.size);
        page.next_line(x, HEIGHT - y).show(Str(&bytes)).end_text();
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, (x, y): PaperPoint, (width, height): (f32, f32), ink: Ink) {
        let Some(page) = self.page() else { return };
        page.set_fill_rgb(ink[0], ink[1], ink[2]);
        page.rect(x, HEIGHT - y - height, width, height).fill_nonzero();
    }

    /// Draws the edge of a card.
    pub fn edge(&mut self, (x, y): PaperPoint, (width, height): (f32, f32)) {
        let Some(page) = self.page() else { return };
        page.set_stroke_rgb(EDGE[0], EDGE[1], EDGE[2]).set_line_width(0.75);
        page.rect(x, HEIGHT - y - height, width, height).stroke();
    }

    /// Draws a line through places, so wide.
    pub fn line(&mut self, places: &[PaperPoint], wide: f32, ink: Ink) {
        let Some(page) = self.page() else { return };
        page.set_line_width(wide).set_stroke_rgb(ink[0], ink[1], ink[2]);
        path(page, places).stroke();
    }

    /// Fills the outline through places.
    pub fn area(&mut self, places: &[PaperPoint], ink: Ink) {
        let Some(page) = self.page() else { return };
        page.set_fill_rgb(ink[0], ink[1], ink[2]);
        path(page, places).close_path().fill_nonzero();
    }

    /// Fills a circle.
    pub fn dot(&mut self, (x, y): PaperPoint, radius: f32, ink: Ink) {
        let Some(page) = self.page() else { return };
        let (y, reach) = (HEIGHT - y, radius * ROUND);
        page.set_fill_rgb(ink[0], ink[1], ink[2]).move_to(x + radius, y);
        page.cubic_to(x + radius, y + reach, x + reach, y + radius, x, y + radius);
        page.cubic_to(x - reach, y + radius, x - radius, y + reach, x - radius, y);
        page.cubic_to(x - radius, y - reach, x - reach, y - radius, x, y - radius);
        page.cubic_to(x + reach, y - radius, x + radius, y - reach, x + radius, y);
        page.fill_nonzero();
    }

    /// The document, its title at the foot of every page.
    ///
    /// # Errors
    /// If a font cannot be cut down.
    pub fn finish(mut self, title: &str) -> io::Result<Vec<u8>> {
        self.number(title);
        let mut last = 0;
        let mut next = || {
            last += 1;
            Ref::new(last)
        };
        let (catalog, tree, about) = (next(), next(), next());
        let fonts = [FontRefs::new(&mut next), FontRefs::new(&mut next)];
        let pages: Vec<(Ref, Ref)> = self.pages.iter().map(|_| (next(), next())).collect();
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        pdf.document_info(about).title(TextStr(title)).producer(TextStr("insights"));
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        pdf.pages(tree).kids(pages.iter().map(|page| page.0)).count(count);
        for (content, (page, stream)) in self.pages.drain(..).zip(&pages) {
            let mut page = pdf.page(*page);
            page.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(*stream);
            let mut resources = page.resources();
            let mut named = resources.fonts();
            for (face, refs) in [&self.regular, &self.bold].into_iter().zip(&fonts) {
                named.pair(face.name, refs.font);
            }
            named.finish();
            resources.finish();
            page.finish();
            pdf.stream(*stream, &super::packed(&content.finish())?).filter(Filter::FlateDecode);
        }
        self.regular.write(&fonts[0], &mut pdf)?;
        self.bold.write(&fonts[1], &mut pdf)?;
        Ok(pdf.finish())
    }

    /// Writes title and number below every page.
    fn number(&mut self, title: &str) {
        let style = Type::plain(7.5, SOFT);
        let title = self.fitted(title, style, ROOM - 60.0);
        let count = self.pages.len();
        for page in 0..count {
            let number = format!("{} / {count}", page + 1);
            let right = WIDTH - MARGIN - self.width(&number, style);
            self.text_on(page, (MARGIN, HEIGHT - 30.0), &title, style);
            self.text_on(page, (right, HEIGHT - 30.0), &number, style);
        }
    }
}

fn path<'a>(page: &'a mut Content, places: &[PaperPoint]) -> &'a mut Content {
    for (number, &(x, y)) in places.iter().enumerate() {
        if number == 0 {
            page.move_to(x, HEIGHT - y);
        } else {
            page.line_to(x, HEIGHT - y);
        }
    }
    page
}
