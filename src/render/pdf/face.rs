//! A font as a document needs it: widths, the glyphs that were used, and a file with these alone.

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};
use std::collections::BTreeMap;
use std::io;
use subsetter::GlyphRemapper;

/// Glyphs are numbered by the document itself.
const INFO: SystemInfo = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// One font.
pub struct Face {
    /// What it is called in the resources of pages.
    pub name: Name<'static>,
    postscript: Name<'static>,
    data: &'static [u8],
    face: ttf_parser::Face<'static>,
    remapper: GlyphRemapper,
    /// The character and the width of each glyph used, by its new number.
    used: BTreeMap<u16, (char, f32)>,
}

/// The objects of a font.
pub struct FontRefs {
    /// The font that pages name.
    pub font: Ref,
    cid: Ref,
    about: Ref,
    file: Ref,
    map: Ref,
}

impl FontRefs {
    /// Five objects.
    pub fn new(next: &mut dyn FnMut() -> Ref) -> FontRefs {
        FontRefs { font: next(), cid: next(), about: next(), file: next(), map: next() }
    }
}

impl Face {
    /// A font from its file.
    ///
    /// # Errors
    /// If it is none.
    pub fn new(name: &'static str, postscript: &'static str, data: &'static [u8]) -> io::Result<Face> {
        let face = ttf_parser::Face::parse(data, 0).map_err(io::Error::other)?;
        let (name, postscript) = (Name(name.as_bytes()), Name(postscript.as_bytes()));
        Ok(Face { name, postscript, data, face, remapper: GlyphRemapper::new(), used: BTreeMap::new() })
    }

    /// How wide a text is in that size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let widths = text.chars().map(|sign| self.advance(self.face.glyph_index(sign).unwrap_or_default()));
        widths.sum::<f32>() * size / 1000.0
    }

    /// Thousandths of the size that a glyph takes.
    fn advance(&self, glyph: ttf_parser::GlyphId) -> f32 {
        let units = f32::from(self.face.units_per_em());
        f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)) * 1000.0 / units
    }

    /// The text as numbers of glyphs, two bytes each. Signs that the font lacks are seen as a box.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for character in text.chars() {
            let glyph = self.face.glyph_index(character).unwrap_or_default();
            let number = self.remapper.remap(glyph.0);
            let read = if glyph.0 == 0 { char::REPLACEMENT_CHARACTER } else { character };
            self.used.insert(number, (read, self.advance(glyph)));
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    /// Writes the font with the glyphs that were used, and what to read for them.
    ///
    /// # Errors
    /// If the font cannot be cut down.
    pub fn write(&self, refs: &FontRefs, pdf: &mut Pdf) -> io::Result<()> {
        pdf.type0_font(refs.font)
            .base_font(self.postscript)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(refs.cid)
            .to_unicode(refs.map);
        let mut cid = pdf.cid_font(refs.cid);
        cid.subtype(CidFontType::Type2)
            .base_font(self.postscript)
            .system_info(INFO)
            .font_descriptor(refs.about);
        cid.cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for (&number, &(_, width)) in &self.used {
            widths.consecutive(number, [width]);
        }
        widths.finish();
        cid.finish();
        let scale = 1000.0 / f32::from(self.face.units_per_em());
        let up = |units: i16| f32::from(units) * scale;
        let bounds = self.face.global_bounding_box();
        pdf.font_descriptor(refs.about)
            .name(self.postscript)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(up(bounds.x_min), up(bounds.y_min), up(bounds.x_max), up(bounds.y_max)))
            .italic_angle(0.0)
            .ascent(up(self.face.ascender()))
            .descent(up(self.face.descender()))
            .cap_height(up(self.face.capital_height().unwrap_or(self.face.ascender())))
            .stem_v(80.0)
            .font_file2(refs.file);
        let file = subsetter::subset(self.data, 0, &self.remapper).map_err(io::Error::other)?;
        pdf.stream(refs.file, &super::packed(&file)?).filter(Filter::FlateDecode);
        let mut map = UnicodeCmap::new(Name(b"Custom"), INFO);
        for (&number, &(character, _)) in &self.used {
            map.pair(number, character);
        }
        pdf.stream(refs.map, &super::packed(&map.finish())?).filter(Filter::FlateDecode);
        Ok(())
    }
}
