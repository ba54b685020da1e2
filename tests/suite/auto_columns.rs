//! No `auto` column of a template holds a text of the workspace without a cap: it grows with the text, takes the room of its neighbours and
//! runs off the sheet. Read from the syntax trees of `themes/default/print`.

use std::fs;

use typst::syntax::ast::{self, AstNode, Expr};
use typst::syntax::{LinkedNode, Source, SyntaxKind, SyntaxNode};

use super::support::sample;

/// What is as wide as it says, whatever text is in it; `box` and `block` where they have a `width`, `text` never.
const CAPS: [&str; 14] = [
    "capped", "cut", "mark", "trace", "qr", "portrait", "lockup", "page-of", "tick-box", "bullet", "sign", "image", "legend",
    "box-of",
];

/// Fields of a view that choose a drawing or a colour.
const CHOICES: [&str; 3] = ["sign", "on", "special"];

/// Cells that need no cap, each with the reason: the file, the words of the cell, why.
const SHORT: &[(&str, &str, &str)] = &[
    ("badges.typ", "party-mark(person.party", "words of the program: 中共党员"),
    ("catalog-matrix.typ", "data.edition", "a month, in words of the program"),
    ("plan-table.typ", "data.edition", "a month, in words of the program"),
    ("service-list.typ", "data.edition", "a month, in words of the program"),
    ("report.typ", "data.date", "a date"),
    ("notice.typ", "data.reviewed", "a date, in words of the program"),
    ("handbook.typ", "row.no", "a number"),
    ("handbook.typ", "pages-of(entry.anchors)", "numbers of pages"),
    ("directions.typ", "curve(", "a drawing"),
    ("directions.typ", "pdf.artifact(ring(", "a drawing"),
    ("directions.typ", "sketch.scale.says", "the length of a scale, in words of the program"),
    ("directions.typ", "entry.far", "a distance, in words of the program"),
    ("poster.typ", "data.sample", "words of the program: 示例"),
];

/// One `auto` column with what stands in it.
struct Column {
    place: String,
    cell: String,
}

/// Whether a node reads a text of the view where nothing caps it.
fn reads(node: &SyntaxNode) -> bool {
    if let Some(call) = node.cast::<ast::FuncCall<'_>>() {
        let name = call.callee().to_untyped().full_text();
        let width = call.args().items().any(|arg| matches!(arg, ast::Arg::Named(named) if named.name().as_str() == "width"));
        if CAPS.contains(&name.as_str()) || (matches!(name.as_str(), "box" | "block" | "fitted") && (width || name == "fitted")) {
            return false;
        }
    }
    // What chooses between two is not what is set.
    if let Some(choice) = node.cast::<ast::Conditional<'_>>() {
        return reads(choice.if_body().to_untyped()) || choice.else_body().is_some_and(|body| reads(body.to_untyped()));
    }
    if let Some(access) = node.cast::<ast::FieldAccess<'_>>() {
        // A method of what was made, and not a text of the view.
        if matches!(access.target(), Expr::FuncCall(_)) {
            return reads(access.target().to_untyped());
        }
        return !CHOICES.contains(&access.field().as_str());
    }
    // What is done to each of a list is what is set of it.
    if let Some(call) = node.cast::<ast::FuncCall<'_>>() {
        let each = call.args().items().any(|arg| matches!(arg, ast::Arg::Pos(Expr::Closure(_))));
        if each && matches!(call.callee(), Expr::FieldAccess(_)) {
            return call
                .args()
                .items()
                .any(|arg| matches!(arg, ast::Arg::Pos(Expr::Closure(made)) if reads(made.body().to_untyped())));
        }
    }
    node.children().any(reads)
}

/// The places of `auto` in an array of columns; none where they cannot be told.
fn auto_places(columns: Expr<'_>) -> Option<(usize, Vec<usize>)> {
    let Expr::Array(array) = columns else { return None };
    let mut places = Vec::new();
    let mut count = 0;
    for item in array.items() {
        let ast::ArrayItem::Pos(expr) = item else { return None };
        if matches!(expr, Expr::Auto(_)) {
            places.push(count);
        }
        count += 1;
    }
    Some((count, places))
}

fn holds_auto(node: &SyntaxNode) -> bool {
    node.kind() == SyntaxKind::Auto || node.children().any(holds_auto)
}

/// The first array below a node with so many items, or a multiple of it.
fn row<'a>(node: &'a SyntaxNode, count: usize) -> Option<Vec<&'a SyntaxNode>> {
    if let Some(array) = node.cast::<ast::Array<'a>>() {
        let items: Vec<&SyntaxNode> = array
            .items()
            .map(|item| match item {
                ast::ArrayItem::Pos(expr) => expr.to_untyped(),
                ast::ArrayItem::Spread(spread) => spread.to_untyped(),
            })
            .collect();
        // A pair fills two of four columns, and the next pair the others.
        let fills = items.len() > 1 && count.is_multiple_of(items.len());
        if fills {
            return Some(items.iter().copied().cycle().take(count).collect());
        }
        if items.len() > 1 && items.len().is_multiple_of(count) {
            return Some(items);
        }
    }
    node.children().find_map(|child| row(child, count))
}

fn walk(file: &str, source: &Source, node: &LinkedNode<'_>, found: &mut Vec<Column>) {
    let at = |node: &LinkedNode<'_>| {
        let line = source.lines().byte_to_line(node.offset()).unwrap_or_default() + 1;
        format!("{file}:{line}")
    };
    if let Some(call) = node.get().cast::<ast::FuncCall<'_>>() {
        let args: Vec<ast::Arg<'_>> = call.args().items().collect();
        let named = args.iter().find_map(|arg| match arg {
            ast::Arg::Named(named) if named.name().as_str() == "columns" => Some(named.expr()),
            _ => None,
        });
        let own = call.callee().to_untyped().full_text();
        let columns = named.or_else(|| match args.first() {
            Some(ast::Arg::Pos(expr)) if own == "plain-table" => Some(*expr),
            _ => None,
        });
        if let Some(columns) = columns.filter(|c| holds_auto(c.to_untyped())) {
            let cells: Vec<&SyntaxNode> = args
                .iter()
                .filter_map(|arg| match arg {
                    ast::Arg::Pos(expr) => Some(expr.to_untyped()),
                    ast::Arg::Spread(spread) => Some(spread.to_untyped()),
                    ast::Arg::Named(_) => None,
                })
                .skip(usize::from(own == "plain-table"))
                .collect();
            let said = |cell: &SyntaxNode| cell.full_text().split_whitespace().collect::<Vec<_>>().join(" ");
            match auto_places(columns) {
                None => found.extend(cells.iter().filter(|c| reads(c)).map(|c| Column { place: at(node), cell: said(c) })),
                Some((count, places)) => {
                    let mut index = 0;
                    for cell in cells {
                        let spread = cell.kind() == SyntaxKind::Spread || own == "plain-table";
                        // Heads and ends are our own words.
                        if cell.full_text().starts_with("table.") {
                            continue;
                        }
                        match row(cell, count).filter(|_| spread) {
                            Some(items) => {
                                for (n, item) in items.into_iter().enumerate() {
                                    if places.contains(&(n % count)) && reads(item) {
                                        found.push(Column { place: at(node), cell: said(item) });
                                    }
                                }
                            }
                            None if spread => {
                                if reads(cell) {
                                    found.push(Column { place: at(node), cell: said(cell) });
                                }
                            }
                            None => {
                                if places.contains(&(index % count)) && reads(cell) {
                                    found.push(Column { place: at(node), cell: said(cell) });
                                }
                                index += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    for child in node.children() {
        walk(file, source, &child, found);
    }
}

fn uncapped(file: &str, text: &str) -> Vec<Column> {
    let source = Source::detached(text);
    let mut found = Vec::new();
    walk(file, &source, &LinkedNode::new(source.root()), &mut found);
    found
}

#[test]
fn no_column_without_a_cap_holds_a_text_of_the_workspace() {
    let (mut found, mut used) = (Vec::new(), vec![false; SHORT.len()]);
    for entry in fs::read_dir(sample().join("themes/default/print")).unwrap().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(entry.path()).unwrap();
        for column in uncapped(&file, &text) {
            match SHORT.iter().position(|(of, cell, _)| *of == file && column.cell.contains(cell)) {
                Some(index) => used[index] = true,
                None => found.push(format!("{}: {}", column.place, column.cell)),
            }
        }
    }
    found.sort();
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
    let unused: Vec<_> = SHORT.iter().zip(used).filter(|(_, used)| !used).map(|(exception, _)| exception).collect();
    assert!(unused.is_empty(), "exceptions that nothing needs: {unused:?}");
}

#[test]
fn a_column_is_found_whatever_it_stands_in() {
    for (text, cells) in [
        ("#grid(columns: (auto, 1fr), data.name, data.more)", 1),
        ("#grid(columns: (auto, 1fr), capped(data.name), data.more)", 0),
        ("#grid(columns: (auto, 1fr), box(width: 3mm, data.name), data.more)", 0),
        ("#grid(columns: (auto, 1fr), [名称], data.more)", 0),
        ("#table(columns: (1fr, auto), ..data.rows.map(row => (row.a, text(row.b))).flatten())", 1),
        ("#table(columns: (1fr, auto), ..data.rows.map(row => (row.a, cut(row.b, 4))).flatten())", 0),
        ("#grid(columns: data.lead.map(_ => auto), ..data.lead.map(pair => [#pair.k]))", 1),
        ("#plain-table((auto, 1fr), (\"a\", \"b\"), data.rows.map(row => (row.no, row.b)))", 1),
    ] {
        assert_eq!(uncapped("x.typ", text).len(), cells, "{text}");
    }
}
