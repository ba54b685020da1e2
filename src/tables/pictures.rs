//! The pictures of an .xlsx with the cells that they stand in: those that WPS puts into a cell (`=DISPIMG("ID_…",1)`), those that Excel puts
//! into a cell (`vm`, rich values), and those that lie on a sheet, which count for the cell of their upper left corner.
//!
//! A picture that cannot be given is a doubt with sheet and cell, never silence. Whether a picture is whole and of a usable size is for
//! whoever takes it in; here its kind is looked at, by its bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::{Document, Node};

use super::package::{Link, Package, SheetPart, attribute, cells, place};
use super::{Uncertain, letters, workbook};
use crate::diagnostic::Bilingual;
use crate::say;
use crate::source::{foreign, limits};

/// Most pictures of a workbook.
const MOST_PICTURES: usize = 2_000;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Name of the sheet.
    pub sheet: String,
    /// Row and column from 0.
    pub cell: (usize, usize),
    /// Its bytes; the same ones where one picture stands in several cells.
    pub bytes: Arc<[u8]>,
    /// Name of its file in the workbook, with the ending of what it really is: image1.png.
    pub file: String,
    /// What its author or the program says of it, often the name that the file once had; empty where nothing does.
    pub about: String,
}

impl Picture {
    /// Sheet and cell: 评分表!F7.
    #[must_use]
    pub fn place(&self) -> String {
        at(&self.sheet, self.cell)
    }
}

fn at(sheet: &str, (row, column): (usize, usize)) -> String {
    format!("{sheet}!{}{}", letters(column), row + 1)
}

/// The pictures of all sheets that can be seen, sheet by sheet and row by row, and those that could not be read. A file that is no .xlsx has none.
#[must_use]
pub fn pictures(bytes: &[u8]) -> (Vec<Picture>, Vec<Uncertain>) {
    // No part may be a bomb, also where nobody has read the tables before.
    if !bytes.starts_with(b"PK") || workbook::unpacked(bytes).is_err() {
        return (Vec::new(), Vec::new());
    }
    let Some(package) = Package::open(bytes) else { return (Vec::new(), Vec::new()) };
    let mut reader = Reader { package, files: BTreeMap::new(), found: Vec::new(), doubts: Vec::new() };
    let wps = reader.of_wps();
    let excel = reader.of_excel();
    for sheet in reader.package.sheets() {
        let first = reader.found.len();
        if let Some(text) = reader.package.text(&sheet.path) {
            for (cell, what) in in_cells(&text) {
                let target = match &what {
                    InCell::Wps(id) => wps.get(id),
                    InCell::Excel(number) => number.checked_sub(1).and_then(|n| excel.get(n)).and_then(Option::as_ref),
                };
                // Other values are rich too, such as a share's price: only a picture is missed.
                if target.is_some() || matches!(what, InCell::Wps(_)) {
                    reader.take(&sheet, cell, target);
                }
            }
        }
        reader.on_sheet(&sheet);
        if let Some(own) = reader.found.get_mut(first..) {
            own.sort_by_key(|p| p.cell);
        }
    }
    (reader.found, reader.doubts)
}

/// What a cell holds instead of text.
pub enum InCell {
    /// A picture of WPS, by its id.
    Wps(String),
    /// A rich value of Excel, by its number from 1.
    Excel(usize),
}

/// The cells of a sheet's part that hold a picture, or a rich value that may be one.
pub fn in_cells(sheet: &str) -> Vec<((usize, usize), InCell)> {
    let mut found = Vec::new();
    for (tag, inner) in cells(sheet) {
        let Some(cell) = attribute(tag, "r").and_then(place) else { continue };
        if let Some(id) = wps_id(inner) {
            found.push((cell, InCell::Wps(id)));
        } else if let Some(number) = attribute(tag, "vm").and_then(|n| n.parse().ok()) {
            found.push((cell, InCell::Excel(number)));
        }
    }
    found
}

/// The id in =DISPIMG("ID_…",1), as text or as XML.
#[must_use]
pub fn wps_id(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("DISPIMG(")?;
    let rest = rest.strip_prefix("&quot;").or_else(|| rest.strip_prefix('"'))?;
    let id: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect();
    (!id.is_empty()).then_some(id)
}

/// A part that a picture points to, and what is said of it.
struct Target {
    link: Option<(String, bool)>,
    about: String,
}

/// The bytes of a picture with its true ending, or why there are none.
type Bytes = Result<(Arc<[u8]>, &'static str), Bilingual>;

struct Reader<'b> {
    package: Package<'b>,
    /// Files that were read, with their true ending, or why not.
    files: BTreeMap<String, Bytes>,
    found: Vec<Picture>,
    doubts: Vec<Uncertain>,
}

impl Reader<'_> {
    /// `xl/cellimages.xml`: the pictures of WPS by their ids.
    fn of_wps(&mut self) -> BTreeMap<String, Target> {
        let Some(text) = self.package.text("xl/cellimages.xml") else { return BTreeMap::new() };
        let links = self.package.links("xl/cellimages.xml");
        let Ok(document) = Document::parse(&text) else { return BTreeMap::new() };
        let all = document.descendants().filter(|n| n.tag_name().name() == "pic");
        all.filter_map(|pic| Some((own(pic, "cNvPr")?.attribute("name")?.to_owned(), target(pic, &links)))).collect()
    }

    /// The rich values of Excel in the order of `vm`, none for what is no picture: metadata.xml names a value of rdrichvalue.xml, whose
    /// structure says which of its parts is the place in richValueRel.xml, which has the link.
    fn of_excel(&mut self) -> Vec<Option<Target>> {
        let mut part = |path: &str| self.package.text(path);
        let parts =
            ["metadata.xml", "richData/rdrichvalue.xml", "richData/rdrichvaluestructure.xml", "richData/richValueRel.xml"];
        let [Some(meta), Some(values), Some(shapes), Some(rels)] = parts.map(|name| part(&format!("xl/{name}"))) else {
            return Vec::new();
        };
        let links = self.package.links("xl/richData/richValueRel.xml");
        let parsed = [&meta, &values, &shapes, &rels].map(|text| Document::parse(text).ok());
        let [Some(meta), Some(values), Some(shapes), Some(rels)] = parsed else { return Vec::new() };
        let numbers = |node: Node<'_, '_>, name: &str| node.attribute(name).and_then(|n| n.parse::<usize>().ok());
        let future: Vec<Option<usize>> = named(&meta, "rvb").map(|n| numbers(n, "i")).collect();
        let values: Vec<Node<'_, '_>> = named(&values, "rv").collect();
        let shapes: Vec<Node<'_, '_>> = named(&shapes, "s").collect();
        let rels: Vec<Option<&str>> =
            named(&rels, "rel").map(|n| n.attributes().find(|a| a.name() == "id").map(|a| a.value())).collect();
        let Some(list) = named(&meta, "valueMetadata").next() else { return Vec::new() };
        let blocks = list.children().filter(|n| n.tag_name().name() == "bk");
        let value_of = |block: Node<'_, '_>| {
            let record = block.children().find(|n| n.tag_name().name() == "rc")?;
            let value = values.get((*future.get(numbers(record, "v")?)?)?)?;
            let keys = shapes.get(numbers(*value, "s")?)?.children().filter(|n| n.tag_name().name() == "k");
            let mut parts = value.children().filter(|n| n.tag_name().name() == "v").zip(keys);
            let (number, _) = parts.find(|(_, key)| key.attribute("n") == Some("_rvRel:LocalImageIdentifier"))?;
            let id = (*rels.get(number.text()?.trim().parse::<usize>().ok()?)?)?;
            let link = links.get(id).map(|link| (link.target.clone(), link.outside));
            Some(Target { link, about: String::new() })
        };
        blocks.map(value_of).collect()
    }

    /// The pictures that lie on a sheet.
    fn on_sheet(&mut self, sheet: &SheetPart) {
        let drawings = self.package.links(&sheet.path);
        for drawing in drawings.into_values().filter(|l| l.kind == "drawing" && !l.outside) {
            let Some(text) = self.package.text(&drawing.target) else { continue };
            let links = self.package.links(&drawing.target);
            let Ok(document) = Document::parse(&text) else { continue };
            for pic in document.descendants().filter(|n| n.tag_name().name() == "pic") {
                // What is written twice, for programs of two ages, is one picture.
                if pic.ancestors().any(|n| n.tag_name().name() == "Fallback") {
                    continue;
                }
                let anchor = pic.ancestors().find(|n| n.tag_name().name().ends_with("Anchor"));
                let from = anchor.and_then(|a| a.children().find(|n| n.tag_name().name() == "from"));
                let number = |name: &str| {
                    let node = from?.children().find(|n| n.tag_name().name() == name)?;
                    node.text()?.trim().parse::<usize>().ok()
                };
                let target = target(pic, &links);
                match (number("row"), number("col")) {
                    (Some(row), Some(column)) if row < 1 << 20 && column < 1 << 14 => {
                        self.take(sheet, (row, column), Some(&target));
                    }
                    _ => self.doubts.push(Uncertain {
                        place: sheet.name.clone(),
                        message: say!(
                            "有一张图片不在任何格子上，没有读；把它拖到格子里再存",
                            "a picture stands on no cell and was not read: move it to a cell and save"
                        ),
                    }),
                }
            }
        }
    }

    /// Reads the file of a picture, or says why not.
    fn take(&mut self, sheet: &SheetPart, cell: (usize, usize), target: Option<&Target>) {
        if self.found.len() + self.doubts.len() > MOST_PICTURES {
            return;
        }
        let read = match target {
            _ if sheet.hidden => Err(say!("工作表是隐藏的，图片没有读", "the sheet is hidden: the picture was not read")),
            _ if self.found.len() == MOST_PICTURES => Err(say!(
                "图片太多，从这里起没有读：最多 {MOST_PICTURES} 张",
                "too many pictures: from here on none was read; at most {MOST_PICTURES} are"
            )),
            Some(Target { link: Some((path, false)), .. }) => self.file(path),
            Some(Target { link: Some((_, true)), .. }) => Err(say!(
                "图片在文件之外，只存了链接；把图片插入表里再存",
                "the picture lies outside the file, which holds a link only: insert the picture itself"
            )),
            _ => Err(say!(
                "图片没有存在文件里；用 WPS 打开原来的文件，另存为 .xlsx 再试",
                "the file does not hold the picture: open the original in WPS, save it as .xlsx, and try again"
            )),
        };
        match read {
            Ok((bytes, ending)) => {
                let path = target.and_then(|t| t.link.as_ref()).map_or("", |(path, _)| path.as_str());
                let name = path.rsplit('/').next().unwrap_or_default();
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                let plain: String = stem.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).take(60).collect();
                let file = if plain.is_empty() { format!("picture.{ending}") } else { format!("{plain}.{ending}") };
                let about = target.map(|t| t.about.clone()).unwrap_or_default();
                self.found.push(Picture { sheet: sheet.name.clone(), cell, bytes, file, about });
            }
            Err(says) => self.doubts.push(Uncertain { place: at(&sheet.name, cell), message: says }),
        }
    }

    fn file(&mut self, path: &str) -> Bytes {
        if let Some(known) = self.files.get(path) {
            return known.clone();
        }
        let read = if self.package.has(path) {
            let most = limits::ASSET_BYTES >> 20;
            self.package
                .bytes(path, limits::ASSET_BYTES)
                .ok_or_else(|| {
                    say!("图片太大或已损坏，没有读：最大 {most} MiB", "the picture is damaged or larger than {most} MiB")
                })
                .and_then(|bytes| ending(&bytes).map(|ending| (Arc::from(bytes), ending)))
        } else {
            Err(say!("图片没有存在文件里，没有读", "the file does not hold the picture"))
        };
        self.files.insert(path.to_owned(), read.clone());
        read
    }
}

fn named<'a, 'd: 'a>(document: &'a Document<'d>, name: &'static str) -> impl Iterator<Item = Node<'a, 'd>> {
    document.descendants().filter(move |n| n.tag_name().name() == name)
}

/// A descendant of a picture.
fn own<'a, 'd: 'a>(pic: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    pic.descendants().find(|n| n.tag_name().name() == name)
}

fn target(pic: Node<'_, '_>, links: &BTreeMap<String, Link>) -> Target {
    let blip = own(pic, "blip");
    let of =
        |name: &str| blip?.attributes().find(|a| a.name() == name && !a.value().is_empty()).and_then(|a| links.get(a.value()));
    let link = of("embed").or_else(|| of("link")).map(|l| (l.target.clone(), l.outside));
    let about = own(pic, "cNvPr").and_then(|n| n.attribute("descr")).unwrap_or_default();
    let about = about.chars().filter(|c| !c.is_control()).take(200).collect();
    Target { link, about }
}

/// The ending of a picture's kind, by its bytes.
fn ending(bytes: &[u8]) -> Result<&'static str, Bilingual> {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Png) => Ok("png"),
        Ok(image::ImageFormat::Jpeg) => Ok("jpg"),
        Ok(image::ImageFormat::Gif) => Ok("gif"),
        Ok(image::ImageFormat::WebP) => Ok("webp"),
        _ => Err(foreign(bytes).map_or_else(
            || {
                say!(
                    "这张图片不是 JPEG、PNG、GIF 或 WebP，没有读；另存为 JPEG 后重新插入",
                    "the picture is no JPEG, PNG, GIF or WebP and was not read: save it as JPEG and insert it again"
                )
            },
            |kind| {
                let (kind, help) = (kind.name(), kind.help());
                Bilingual {
                    zh: format!("这张图片是 {}，没有读；{}，再重新插入", kind.zh, help.zh),
                    en: format!("the picture is {} and was not read: {}, and insert it again", kind.en, help.en),
                }
            },
        )),
    }
}
