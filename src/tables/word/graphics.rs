//! What is drawn in a paragraph: the text in boxes, pictures, formulas.

use roxmltree::Node;

use super::attribute;
use super::body::{Line, MOST_DEPTH, Reader, chosen, name};
use super::child;
use super::document::{Block, Paragraph, Piece};
use super::symbols::shifted;
use crate::say;

impl Reader<'_> {
    /// A drawing: the text in its boxes, its pictures; of what cannot be read it says so.
    pub(super) fn graphic(&mut self, node: Node<'_, '_>, line: &mut Line) {
        if !self.deeper() {
            return;
        }
        for node in node.children() {
            match name(node) {
                "txbxContent" => {
                    for mut block in self.story(node) {
                        if let Block::Paragraph(paragraph) = &mut block {
                            paragraph.boxed = true;
                        }
                        line.boxes.push(block);
                    }
                }
                "textpath" => {
                    if let Some(text) = attribute(node, "string").filter(|t| !t.trim().is_empty()) {
                        let pieces = vec![Piece { text: text.to_owned(), ..Piece::default() }];
                        line.boxes.push(Block::Paragraph(Paragraph { boxed: true, pieces, ..Paragraph::default() }));
                    }
                }
                "blip" => self.picture(attribute(node, "embed"), line),
                "imagedata" => self.picture(attribute(node, "id"), line),
                "chart" | "relIds" => {
                    self.doubt(say!("这里有图表或 SmartArt，里面的字没有读", "a chart or SmartArt: its words are not read"));
                }
                "OLEObject" | "control" => {
                    self.doubt(say!("这里嵌着别的文件或控件，没有读", "a file or control is embedded here and is not read"));
                }
                "AlternateContent" => {
                    if let Some(chosen) = chosen(node) {
                        self.graphic(chosen, line);
                    }
                }
                _ => self.graphic(node, line),
            }
        }
        self.depth -= 1;
    }

    fn picture(&mut self, id: Option<&str>, line: &mut Line) {
        let Some(link) = id.and_then(|id| self.links.get(id)).filter(|l| !l.outside) else { return };
        let at = self.pictures.iter().position(|p| *p == link.target).unwrap_or_else(|| {
            self.pictures.push(link.target.clone());
            self.pictures.len() - 1
        });
        line.pieces.push(Piece { picture: Some(at), ..Piece::default() });
    }
}

/// A formula on one line.
pub(super) fn mathematics(node: Node<'_, '_>, depth: usize) -> String {
    if depth > MOST_DEPTH {
        return String::new();
    }
    let inner = |n: Node<'_, '_>| mathematics(n, depth + 1);
    let part = |of: &str| child(node, of).map(inner).unwrap_or_default();
    let grouped = |text: String| if text.chars().all(char::is_alphanumeric) { text } else { format!("({text})") };
    match name(node) {
        "t" => node.text().unwrap_or_default().to_owned(),
        "f" => format!("{}/{}", grouped(part("num")), grouped(part("den"))),
        "sSup" => {
            let (base, high) = (part("e"), part("sup"));
            shifted(&high, true).map_or_else(|| format!("{base}^{}", grouped(high.clone())), |high| format!("{base}{high}"))
        }
        "sSub" => {
            let (base, low) = (part("e"), part("sub"));
            shifted(&low, false).map_or_else(|| format!("{base}_{}", grouped(low.clone())), |low| format!("{base}{low}"))
        }
        "d" => format!("({})", node.children().filter(|n| name(*n) == "e").map(inner).collect::<Vec<_>>().join(",")),
        "rad" => format!("√{}", grouped(part("e"))),
        "rPr" | "ctrlPr" | "del" | "moveFrom" => String::new(),
        _ => node.children().map(inner).collect(),
    }
}
