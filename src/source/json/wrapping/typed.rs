//! Types that a database writes around each value: `{"$date": …}`, `{"S": …}`, `{"stringValue": …}`, `{"long": …}`.

use crate::source::json::path::Doc;
use crate::source::json::tape::NodeKind;

/// Who writes types around values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeFamily {
    /// MongoDB's extended JSON.
    Extended,
    /// DynamoDB.
    Dynamo,
    /// Firestore.
    Firestore,
    /// Avro's JSON, which names the branch of a union.
    Avro,
    /// ServiceNow's answers, which hold each value beside what is shown of it.
    Shown,
    /// Protocol buffers and clients of Firestore, which write moments as seconds and what is left of a second.
    Parted,
}

/// What stands inside a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// A string.
    Text,
    /// A number, true or false, as such or as a string.
    Scalar,
    /// A list.
    List,
    /// An object whose members are values with types again.
    Object,
    /// The object or list under this key of the object inside.
    Under(&'static str),
    /// Nothing: the value is null.
    Null,
    /// Anything.
    Any,
}

/// The names of types.
const TYPES: &[(TypeFamily, &str, Inside)] = &[
    (TypeFamily::Extended, "$date", Inside::Any),
    (TypeFamily::Extended, "$oid", Inside::Text),
    (TypeFamily::Extended, "$uuid", Inside::Text),
    (TypeFamily::Extended, "$numberInt", Inside::Scalar),
    (TypeFamily::Extended, "$numberLong", Inside::Scalar),
    (TypeFamily::Extended, "$numberDouble", Inside::Scalar),
    (TypeFamily::Extended, "$numberDecimal", Inside::Scalar),
    (TypeFamily::Extended, "$symbol", Inside::Text),
    (TypeFamily::Extended, "$code", Inside::Text),
    (TypeFamily::Extended, "$timestamp", Inside::Under("t")),
    (TypeFamily::Extended, "$binary", Inside::Under("base64")),
    (TypeFamily::Extended, "$undefined", Inside::Null),
    (TypeFamily::Extended, "$minKey", Inside::Null),
    (TypeFamily::Extended, "$maxKey", Inside::Null),
    (TypeFamily::Dynamo, "S", Inside::Text),
    (TypeFamily::Dynamo, "N", Inside::Text),
    (TypeFamily::Dynamo, "B", Inside::Text),
    (TypeFamily::Dynamo, "BOOL", Inside::Scalar),
    (TypeFamily::Dynamo, "NULL", Inside::Null),
    (TypeFamily::Dynamo, "M", Inside::Object),
    (TypeFamily::Dynamo, "L", Inside::List),
    (TypeFamily::Dynamo, "SS", Inside::List),
    (TypeFamily::Dynamo, "NS", Inside::List),
    (TypeFamily::Dynamo, "BS", Inside::List),
    (TypeFamily::Firestore, "stringValue", Inside::Text),
    (TypeFamily::Firestore, "integerValue", Inside::Scalar),
    (TypeFamily::Firestore, "doubleValue", Inside::Scalar),
    (TypeFamily::Firestore, "booleanValue", Inside::Scalar),
    (TypeFamily::Firestore, "timestampValue", Inside::Text),
    (TypeFamily::Firestore, "referenceValue", Inside::Text),
    (TypeFamily::Firestore, "bytesValue", Inside::Text),
    (TypeFamily::Firestore, "geoPointValue", Inside::Any),
    (TypeFamily::Firestore, "nullValue", Inside::Null),
    (TypeFamily::Firestore, "mapValue", Inside::Under("fields")),
    (TypeFamily::Firestore, "arrayValue", Inside::Under("values")),
    (TypeFamily::Avro, "string", Inside::Text),
    (TypeFamily::Avro, "int", Inside::Scalar),
    (TypeFamily::Avro, "long", Inside::Scalar),
    (TypeFamily::Avro, "float", Inside::Scalar),
    (TypeFamily::Avro, "double", Inside::Scalar),
    (TypeFamily::Avro, "boolean", Inside::Scalar),
];

/// Digits of billionths.
const BILLIONTHS: usize = 9;
/// Nodes looked at in each text.
const NODES: usize = 20_000;

impl TypeFamily {
    /// The family whose types stand around the values of a text, if any.
    pub fn of(doc: Doc) -> Option<TypeFamily> {
        let mut unions = 0;
        for at in 0..doc.nodes.len().min(NODES) {
            if doc.nodes[at].kind != NodeKind::Object {
                continue;
            }
            if typed(doc, at, TypeFamily::Extended).is_some() {
                return Some(TypeFamily::Extended);
            }
            if MomentParts::of(doc, at).is_some() {
                return Some(TypeFamily::Parted);
            }
            let all = [TypeFamily::Dynamo, TypeFamily::Firestore, TypeFamily::Shown];
            if let Some(family) = all.into_iter().find(|family| holds_only(doc, at, *family)) {
                return Some(family);
            }
            unions += usize::from(typed(doc, at, TypeFamily::Avro).is_some());
        }
        (unions > 1).then_some(TypeFamily::Avro)
    }

    /// Its name, for people.
    pub fn name(self) -> &'static str {
        match self {
            TypeFamily::Extended => "extended JSON",
            TypeFamily::Dynamo => "DynamoDB JSON",
            TypeFamily::Firestore => "Firestore JSON",
            TypeFamily::Avro => "Avro JSON",
            TypeFamily::Shown => "values beside what is shown of them",
            TypeFamily::Parted => "moments in seconds and parts of a second",
        }
    }

    /// Adds a node as JSON without the types around its values.
    pub fn write(self, doc: Doc, at: usize, into: &mut Vec<u8>) {
        match doc.nodes[at].kind {
            NodeKind::Object => self.write_object(doc, at, into),
            NodeKind::List => self.write_list(doc, at, into),
            NodeKind::Null | NodeKind::Plain | NodeKind::Text | NodeKind::Escaped | NodeKind::Repeated => {
                doc.copy(at, into);
            }
        }
    }

    fn write_object(self, doc: Doc, at: usize, into: &mut Vec<u8>) {
        if let Some(parts) = MomentParts::of(doc, at).filter(|_| self == TypeFamily::Parted) {
            return parts.write(into);
        }
        if let Some((value, inside)) = typed(doc, at, self) {
            return match inside {
                Inside::Null => into.extend_from_slice(b"null"),
                Inside::Under(key) => match doc.child(value, key) {
                    Some(inner) => self.write(doc, inner, into),
                    None if doc.nodes[value].kind == NodeKind::Object => into.extend_from_slice(b"null"),
                    None => doc.copy(value, into),
                },
                Inside::Object => self.write_members(doc, value, into),
                Inside::Text | Inside::Scalar | Inside::List | Inside::Any => self.write(doc, value, into),
            };
        }
        self.write_members(doc, at, into);
    }

    fn write_members(self, doc: Doc, at: usize, into: &mut Vec<u8>) {
        into.push(b'{');
        for (place, key) in doc.keys(at).enumerate() {
            if place > 0 {
                into.push(b',');
            }
            doc.copy(key, into);
            into.push(b':');
            self.write(doc, key + 1, into);
        }
        into.push(b'}');
    }

    fn write_list(self, doc: Doc, at: usize, into: &mut Vec<u8>) {
        into.push(b'[');
        for (place, element) in doc.elements(at).enumerate() {
            if place > 0 {
                into.push(b',');
            }
            self.write(doc, element, into);
        }
        into.push(b']');
    }
}

/// A moment as its seconds since 1970 and the billionths of a second that are left.
struct MomentParts<'a> {
    seconds: &'a [u8],
    billionths: &'a [u8],
}

impl<'a> MomentParts<'a> {
    /// The two numbers that are all an object holds.
    fn of(doc: Doc<'a>, at: usize) -> Option<MomentParts<'a>> {
        if doc.keys(at).count() != 2 {
            return None;
        }
        let number = |names: &[&str]| {
            let node = names.iter().find_map(|name| doc.child(at, name))?;
            let digits = doc.raw(node);
            let is_number = !matches!(digits, [] | [b'0', _, ..]) && digits.iter().all(u8::is_ascii_digit);
            is_number.then_some(digits)
        };
        let seconds = number(&["seconds", "_seconds"])?;
        let billionths = number(&["nanos", "nanoseconds", "_nanoseconds"])?;
        (billionths.len() <= BILLIONTHS).then_some(MomentParts { seconds, billionths })
    }

    /// Adds them as one number of seconds.
    fn write(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(self.seconds);
        if self.billionths.iter().any(|digit| *digit != b'0') {
            into.push(b'.');
            into.resize(into.len() + BILLIONTHS - self.billionths.len(), b'0');
            into.extend_from_slice(self.billionths);
        }
    }
}

/// The value inside the type of the object at `at`, and what it is; `None` where the object is no type of the family.
fn typed(doc: Doc, at: usize, family: TypeFamily) -> Option<(usize, Inside)> {
    if family == TypeFamily::Shown {
        return shown(doc, at).map(|value| (value, Inside::Any));
    }
    let key = doc.only_key(at)?;
    let name = doc.raw(key);
    let known = TYPES.iter().find(|(of, known, _)| *of == family && known.as_bytes() == name);
    let (_, _, inside) = known?;
    let value = key + 1;
    let kind = doc.nodes[value].kind;
    let fits = match inside {
        Inside::Text => doc.is_text(value),
        Inside::Scalar => doc.is_text(value) || kind == NodeKind::Plain,
        Inside::List => kind == NodeKind::List,
        Inside::Object => kind == NodeKind::Object,
        Inside::Under(_) | Inside::Null | Inside::Any => true,
    };
    fits.then_some((value, *inside))
}

/// What counts of a value and what is shown of it: words as they are shown, moments as they are kept, in UTC.
fn shown(doc: Doc, at: usize) -> Option<usize> {
    let (shown, value) = (doc.child(at, "display_value")?, doc.child(at, "value")?);
    let is_moment = |node: usize| {
        matches!(doc.raw(node), [b'0'..=b'9', _, _, _, b'-', _, _, b'-', _, _, b' ' | b'T', ..])
    };
    Some(if doc.is_text(value) && is_moment(value) { value } else { shown })
}

/// Whether an object has two members or more and all of them are values with types.
fn holds_only(doc: Doc, at: usize, family: TypeFamily) -> bool {
    let mut members = 0;
    for key in doc.keys(at) {
        let is_object = doc.nodes[key + 1].kind == NodeKind::Object;
        if !is_object || typed(doc, key + 1, family).is_none() {
            return false;
        }
        members += 1;
    }
    members > 1
}
