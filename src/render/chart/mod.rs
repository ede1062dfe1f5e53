//! Charts as shapes in a box, whatever draws them: positions are fractions of the box, texts keep their size.

pub mod axis;
pub mod bars;
pub mod heat;
pub mod lines;

/// A place in the box of a chart, in fractions: (0, 0) is its upper left corner, (1, 1) its lower right one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartPoint {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// What a shape stands for; whoever draws gives it its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The quantity shown: blue.
    First,
    /// A second series, what is late or missed: rust.
    Second,
    /// A third series, what is resolved, optimal or done by agents: teal.
    Third,
    /// Between the third and the second: acceptable, pale teal.
    Pale,
    /// A fourth series: plum.
    Fourth,
    /// What is neutral, closed or nobody's: grey.
    Neutral,
    /// The ground below a line.
    Ground,
    /// The band of a weekend.
    Weekend,
    /// A hairline across the box.
    Grid,
    /// The line that values stand on.
    Axis,
    /// A shade of one colour, 0 (nothing) to 7 (the greatest).
    Shade(u8),
    /// Not seen: where the pointer finds what a mark says.
    Target,
}

/// Which side of a text stands at its spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum ChartShape {
    /// A filled rectangle.
    Rect {
        /// Its upper left corner.
        at: ChartPoint,
        /// A fraction of the box's width.
        width: f64,
        /// A fraction of its height.
        height: f64,
        /// What it stands for.
        role: Role,
        /// What it says to the pointer; empty: nothing.
        says: String,
    },
    /// A line through points, 2 px wide whatever the size of the box.
    Line {
        /// At least two of them.
        points: Vec<ChartPoint>,
        /// What it stands for.
        role: Role,
    },
    /// A filled outline.
    Area {
        /// Its corners.
        points: Vec<ChartPoint>,
        /// What it stands for.
        role: Role,
    },
    /// A hairline.
    Rule {
        /// One end.
        from: ChartPoint,
        /// The other end.
        to: ChartPoint,
        /// What it stands for.
        role: Role,
    },
    /// A dot of a size of its own.
    Dot {
        /// Its middle.
        at: ChartPoint,
        /// Its radius in px.
        radius: f64,
        /// What it stands for.
        role: Role,
        /// Whether only its rim is drawn.
        is_hollow: bool,
    },
    /// A text that never scales.
    Text {
        /// Where it stands.
        at: ChartPoint,
        /// Px to the right of and below that point, to its baseline.
        off: (f64, f64),
        /// Which side of it stands there.
        align: Align,
        /// What it says, hidden characters written out.
        text: String,
        /// The shade it stands on, if it stands on one; else it is a label.
        on: Option<u8>,
    },
}

/// A point of the box.
pub fn point(x: f64, y: f64) -> ChartPoint {
    ChartPoint { x, y }
}

/// A rectangle that says nothing.
pub fn rect(at: ChartPoint, width: f64, height: f64, role: Role) -> ChartShape {
    ChartShape::Rect { at, width, height, role, says: String::new() }
}

/// A series of values, one a bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What people call it.
    pub name: String,
    /// Its values; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// What it stands for.
    pub role: Role,
}

impl Series {
    /// Its greatest value, 0 where it has none.
    pub fn greatest(&self) -> f64 {
        self.values.iter().flatten().copied().fold(0.0, f64::max)
    }

    /// Whether there are values to draw: two at least.
    pub fn is_drawable(&self) -> bool {
        self.values.iter().flatten().count() > 1
    }
}
