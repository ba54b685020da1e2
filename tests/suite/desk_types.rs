//! The types of the desk's API for its page, read off the Rust types: `src/web/desk/client/api.d.ts`. `UPDATE_GOLDEN=1` writes it anew. What a request takes stands in
//! its handler; what it answers is a line of [`ANSWERS`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use syn::{Attribute, Fields, FnArg, GenericArgument, Item, PathArguments, Type, UseTree};
use walkdir::WalkDir;

use super::desk::opened;
use super::support::Workspace;

/// What each request answers, as the file of its handler names it. A route that is not here fails the test.
const ANSWERS: &[(&str, &str)] = &[
    ("overview", "Around"),
    ("problems", "Problems"),
    ("history", "Timeline"),
    ("past", "Past"),
    ("then", "AsWas"),
    ("trace", "Trace"),
    ("find", "Hits"),
    ("keep", "Keep"),
    ("pieces", "Pieces"),
    ("draw", "Drawn"),
    ("form", "Form"),
    ("record", "Record"),
    ("sheet", "Table"),
    ("where", "Place"),
    ("edit", "Edited"),
    ("POST sheet", "Edited"),
    ("who", "Around"),
    ("mend", "Written"),
    ("accept", "Written"),
    ("undo", "Written"),
    ("rewind", "GoneBack"),
    ("columns", "Edited"),
    ("pasted", "map::Pasted"),
    ("POST pasted", "Understood"),
    ("export", NO_JSON),
    ("mark", "There"),
    ("POST mark", "Taken"),
    ("mark/picture", NO_JSON),
    ("samples", "Pieces"),
    ("bring", "Number"),
    ("put-away", "= number[]"),
    ("arrived", "All"),
    ("make", "HowFar"),
    ("open", "HowFar"),
    ("hours", "hours::Shown"),
    ("hours-words", "hours::Meant"),
    ("hours-others", "hours::Others"),
    ("phones", "phones::All"),
    ("map", "map::Map"),
    ("here", "here::Here"),
    ("picture", NO_JSON),
    ("POST picture", "Edited"),
    ("holidays", "Taken"),
    ("begin", "Suggested"),
    ("POST begin", "Begun"),
    ("begin/open", "Begun"),
    ("todo", "todo::Todo"),
    ("todo/later", "todo::Later"),
];
/// The answer of a route that is a file.
const NO_JSON: &str = "= Blob";
/// Where types are looked for that a file does not name by a path: the answers above.
const ROOMS: [&str; 2] = ["src/ops", "src/web/desk"];

/// A type with the file that it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    module: Vec<String>,
    own: String,
}

struct Module {
    types: BTreeMap<String, Item>,
    uses: BTreeMap<String, Vec<String>>,
}

struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
    /// Handlers by the last part of their file and their name, with what they take.
    handlers: BTreeMap<(Vec<String>, String), syn::Signature>,
}

fn module_of(path: &Path) -> Vec<String> {
    let inner = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let mut parts: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

fn uses(tree: &UseTree, way: &mut Vec<String>, out: &mut BTreeMap<String, Vec<String>>) {
    match tree {
        UseTree::Path(path) => {
            way.push(path.ident.to_string());
            uses(&path.tree, way, out);
            way.pop();
        }
        UseTree::Name(name) => {
            let own = name.ident.to_string();
            let (key, whole) = if own == "self" {
                (way.last().cloned().unwrap_or_default(), way.clone())
            } else {
                (own.clone(), [way.as_slice(), &[own]].concat())
            };
            out.insert(key, whole);
        }
        UseTree::Rename(rename) => {
            out.insert(rename.rename.to_string(), [way.as_slice(), &[rename.ident.to_string()]].concat());
        }
        UseTree::Group(group) => group.items.iter().for_each(|one| uses(one, way, out)),
        UseTree::Glob(_) => {}
    }
}

fn read() -> Crate {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Crate { modules: BTreeMap::new(), handlers: BTreeMap::new() };
    for entry in WalkDir::new(root.join("src")).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|e| e == "rs"))
    {
        let path = entry.path().strip_prefix(root).unwrap();
        let file = syn::parse_file(&fs::read_to_string(entry.path()).unwrap()).unwrap();
        let module = module_of(path);
        let mut own = Module { types: BTreeMap::new(), uses: BTreeMap::new() };
        for item in file.items {
            if let Item::Fn(one) = item {
                if module.starts_with(&["web".to_owned(), "desk".to_owned()]) {
                    all.handlers.insert((module.clone(), one.sig.ident.to_string()), one.sig);
                }
                continue;
            }
            match &item {
                Item::Struct(one) => _ = own.types.insert(one.ident.to_string(), item),
                Item::Enum(one) => _ = own.types.insert(one.ident.to_string(), item),
                Item::Type(one) => _ = own.types.insert(one.ident.to_string(), item),
                Item::Use(one) => uses(&one.tree, &mut Vec::new(), &mut own.uses),
                _ => {}
            }
        }
        all.modules.insert(module, own);
    }
    all
}

/// The module that a path leads to from another one, and what is left of it.
fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    let first = path.first().map(String::as_str);
    match first {
        Some("crate") => path.get(1..).unwrap_or_default().to_vec(),
        Some("self") => [module, path.get(1..).unwrap_or_default()].concat(),
        Some("super") => {
            let above = module.split_last().map_or(&[][..], |(_, above)| above);
            let rest = path.get(1..).unwrap_or_default();
            if rest.first().is_some_and(|next| next == "super") { absolute(above, rest) } else { [above, rest].concat() }
        }
        _ => path.to_vec(),
    }
}

impl Crate {
    fn find(&self, module: &[String], path: &[String]) -> Option<Name> {
        let (own, way) = path.split_last()?;
        let here = self.modules.get(module)?;
        if way.is_empty() && here.types.contains_key(own) {
            return Some(Name { module: module.to_vec(), own: own.clone() });
        }
        let first = path.first()?;
        let whole = match here.uses.get(first) {
            Some(used) => {
                let whole = absolute(module, used);
                [whole.as_slice(), path.get(1..).unwrap_or_default()].concat()
            }
            None if ["crate", "self", "super"].contains(&first.as_str()) => absolute(module, path),
            None => [module, path].concat(),
        };
        let (own, way) = whole.split_last()?;
        let there = self.modules.get(way)?;
        if there.types.contains_key(own) {
            return Some(Name { module: way.to_vec(), own: own.clone() });
        }
        // Handed on by a `pub use`.
        there.uses.get(own).and_then(|used| {
            let whole = absolute(way, used);
            let whole = if self.modules.contains_key(whole.split_last()?.1) { whole } else { [way, used.as_slice()].concat() };
            let (own, way) = whole.split_last()?;
            self.modules.get(way)?.types.contains_key(own).then(|| Name { module: way.to_vec(), own: own.clone() })
        })
    }

    /// A type by its name alone, which has to be one of its kind in the rooms of the API.
    fn named(&self, own: &str) -> Name {
        let serialized =
            |item: &Item| attributes(item).iter().any(|a| a.path().is_ident("derive") && tokens(a).contains("Serialize"));
        let in_rooms = |module: &[String]| {
            ROOMS.iter().any(|room| module.starts_with(&room.split('/').skip(1).map(str::to_owned).collect::<Vec<_>>()))
        };
        let found: Vec<Name> = self
            .modules
            .iter()
            .filter(|(module, here)| in_rooms(module) && here.types.get(own).is_some_and(serialized))
            .map(|(module, _)| Name { module: module.clone(), own: own.to_owned() })
            .collect();
        // The desk's own goes before one of the rest.
        let desk = found.iter().filter(|name| name.module.iter().any(|part| part == "desk")).count();
        let found: Vec<Name> =
            found.into_iter().filter(|name| desk == 0 || name.module.iter().any(|part| part == "desk")).collect();
        let [name] = found.as_slice() else { panic!("{own}: {found:?}") };
        name.clone()
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(one) => &one.attrs,
        Item::Enum(one) => &one.attrs,
        _ => &[],
    }
}

fn tokens(attribute: &Attribute) -> String {
    attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default()
}

/// What `serde` is told about something: `flatten`, `rename = "x"`.
fn serde(attributes: &[Attribute]) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
        for part in tokens(attribute).split(',') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            told.insert(key.trim().to_owned(), value.trim().trim_matches('"').to_owned());
        }
    }
    told
}

fn doc(attributes: &[Attribute], indent: &str) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|a| a.path().is_ident("doc"))
        .filter_map(|a| match &a.meta.require_name_value().ok()?.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        })
        .collect();
    if lines.is_empty() { String::new() } else { format!("{indent}/** {} */\n", lines.join(" ").replace("*/", "")) }
}

fn cased(name: &str, case: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        if c == '_' {
            words.push(String::new());
        } else if c.is_uppercase() || words.is_empty() {
            words.push(c.to_lowercase().collect());
        } else if let Some(last) = words.last_mut() {
            last.push(c);
        }
    }
    match case {
        "kebab-case" => words.join("-"),
        "snake_case" => words.join("_"),
        "lowercase" => words.concat(),
        "camelCase" => {
            let rest = words
                .iter()
                .skip(1)
                .map(|word| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default());
            words.first().cloned().into_iter().chain(rest).collect()
        }
        "" => name.to_owned(),
        other => panic!("no case is known: {other}"),
    }
}

fn as_type(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// Writes types as the page sees them.
struct Writer<'c> {
    all: &'c Crate,
    names: BTreeMap<Name, String>,
    /// Types that were named and are not written yet.
    open: Vec<Name>,
    out: BTreeMap<String, String>,
}

impl<'c> Writer<'c> {
    fn name(&mut self, name: &Name) -> String {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        // Two types of one name are told apart by their files.
        let twins = self.all.modules.iter().filter(|(module, here)| {
            here.types.contains_key(&name.own)
                && ROOMS.iter().any(|room| module.starts_with(&room.split('/').skip(1).map(str::to_owned).collect::<Vec<_>>()))
        });
        let own = if twins.count() > 1 {
            let last = name.module.last().cloned().unwrap_or_default();
            let capital: String = last
                .split('_')
                .map(|part| part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default())
                .collect();
            if capital == name.own { capital } else { capital + &name.own }
        } else {
            name.own.clone()
        };
        self.names.insert(name.clone(), own.clone());
        self.open.push(name.clone());
        own
    }

    fn of(&mut self, module: &[String], ty: &Type) -> String {
        match ty {
            Type::Reference(reference) => self.of(module, &reference.elem),
            Type::Slice(slice) => format!("{}[]", self.of(module, &slice.elem)),
            Type::Array(array) => format!("{}[]", self.of(module, &array.elem)),
            Type::Tuple(tuple) => {
                let parts: Vec<String> = tuple.elems.iter().map(|one| self.of(module, one)).collect();
                format!("[{}]", parts.join(", "))
            }
            Type::Path(path) => {
                let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
                let inner: Vec<&Type> = match path.path.segments.last().map(|segment| &segment.arguments) {
                    Some(PathArguments::AngleBracketed(list)) => list.args.iter().filter_map(as_type).collect(),
                    _ => Vec::new(),
                };
                let last = segments.last().map(String::as_str).unwrap_or_default();
                match (last, inner.as_slice()) {
                    ("String" | "str" | "char", _) => "string".to_owned(),
                    ("bool", _) => "boolean".to_owned(),
                    ("usize" | "u64" | "u32" | "u16" | "u8" | "i64" | "i32" | "isize" | "f64" | "f32", _) => "number".to_owned(),
                    ("Said", _) => "Said".to_owned(),
                    ("Value", _) => "unknown".to_owned(),
                    ("Option", [one]) => format!("{} | null", self.of(module, one)),
                    ("Box" | "Arc" | "Rc", [one]) => self.of(module, one),
                    ("Vec" | "BTreeSet", [one]) => {
                        let one = self.of(module, one);
                        if one.contains(' ') { format!("({one})[]") } else { format!("{one}[]") }
                    }
                    ("BTreeMap" | "HashMap", [_, one]) => format!("{{ [key: string]: {} }}", self.of(module, one)),
                    _ => {
                        let name = self
                            .all
                            .find(module, &segments)
                            .unwrap_or_else(|| panic!("{segments:?} in {module:?}: no such type"));
                        self.name(&name)
                    }
                }
            }
            _ => panic!("no shape is known of a type in {module:?}"),
        }
    }

    /// The fields of a record, and what is flattened into it.
    fn fields(&mut self, module: &[String], fields: &Fields, case: &str) -> (String, Vec<String>) {
        let (mut body, mut flat) = (String::new(), Vec::new());
        for field in fields {
            let told = serde(&field.attrs);
            if told.contains_key("skip") {
                continue;
            }
            let ty = self.of(module, &field.ty);
            if told.contains_key("flatten") {
                flat.push(ty);
                continue;
            }
            let own = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let key = told.get("rename").cloned().unwrap_or_else(|| cased(own.trim_start_matches("r#"), case));
            let may_lack = told.contains_key("default") || told.contains_key("skip_serializing_if");
            let key = if key.contains('-') { format!("'{key}'") } else { key };
            _ = writeln!(body, "{}  {key}{}: {ty};", doc(&field.attrs, "  "), if may_lack { "?" } else { "" });
        }
        (body, flat)
    }

    fn write(&mut self, name: &Name) {
        let own = self.names[name].clone();
        let all: &'c Crate = self.all;
        let item = &all.modules[&name.module].types[&name.own];
        let module = &name.module;
        let told = serde(attributes(item));
        let case = told.get("rename_all").cloned().unwrap_or_default();
        let about = doc(attributes(item), "");
        let text = match item {
            Item::Struct(one) => match &one.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    format!("{about}export type {own} = {};\n", self.of(module, &fields.unnamed[0].ty))
                }
                fields => {
                    let (body, flat) = self.fields(module, fields, &case);
                    let flat: String = flat.iter().fold(String::new(), |all, one| all + one + " & ");
                    format!("{about}export type {own} = {flat}{{\n{body}}};\n")
                }
            },
            Item::Enum(one) => {
                let mut variants = Vec::new();
                for variant in &one.variants {
                    let word =
                        serde(&variant.attrs).get("rename").cloned().unwrap_or_else(|| cased(&variant.ident.to_string(), &case));
                    let (body, _) = self.fields(module, &variant.fields, "");
                    let inner = body
                        .lines()
                        .filter(|line| !line.trim_start().starts_with("/**"))
                        .map(str::trim)
                        .collect::<Vec<_>>()
                        .join(" ");
                    let untagged = told.contains_key("untagged");
                    variants.push(match (&variant.fields, told.get("tag")) {
                        (Fields::Unit, None) => format!("'{word}'"),
                        (Fields::Unit, Some(tag)) => format!("{{ {tag}: '{word}' }}"),
                        (Fields::Named(_), Some(tag)) => format!("{{ {tag}: '{word}'; {inner} }}"),
                        (Fields::Named(_), None) if untagged => format!("{{ {inner} }}"),
                        (Fields::Unnamed(fields), None) if untagged && fields.unnamed.len() == 1 => {
                            self.of(module, &fields.unnamed[0].ty)
                        }
                        (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 => {
                            format!("{{ '{word}': {} }}", self.of(module, &fields.unnamed[0].ty))
                        }
                        (Fields::Named(_), None) => format!("{{ '{word}': {{ {inner} }} }}"),
                        _ => panic!("{own}::{}: no shape is known", variant.ident),
                    });
                }
                format!("{about}export type {own} =\n  | {};\n", variants.join("\n  | "))
            }
            Item::Type(one) => format!("{about}export type {own} = {};\n", self.of(module, &one.ty)),
            _ => panic!("{own} is no type"),
        };
        self.out.insert(own, text);
    }
}

/// The routes of the API: method, name, and the handler with its file.
fn routes(all: &Crate) -> Vec<(String, String, (Vec<String>, String))> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut list = Vec::new();
    for module in all.modules.keys().filter(|module| module.starts_with(&["web".to_owned(), "desk".to_owned()])) {
        let path = root.join("src").join(module.join("/"));
        let text = fs::read_to_string(path.with_extension("rs")).or_else(|_| fs::read_to_string(path.join("mod.rs"))).unwrap();
        for part in text.split(".route(").skip(1) {
            let (before, rest) = part.split_once('"').unwrap();
            let (place, rest) = rest.split_once('"').unwrap();
            // The page itself and its files are no part of the API; other files may lie below it as a whole.
            let place = place.trim_start_matches("{folder}");
            let own = module.last().is_some_and(|last| last == "api");
            let Some(name) = place.strip_prefix("/api/").or_else(|| place.strip_prefix('/').filter(|_| !own)) else { continue };
            if ["", "access"].contains(&name) {
                continue;
            }
            // Up to the bracket that ends the route.
            let mut depth = 1 + i32::try_from(before.matches('(').count()).unwrap();
            let ends = |c: char| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth == 0
            };
            let rest = rest.split(ends).next().unwrap();
            let known = list.len();
            for method in ["get", "post"] {
                let Some((_, after)) = rest.split_once(&format!("{method}(")) else { continue };
                let handler = after.split(')').next().unwrap();
                let segments: Vec<String> = handler.split("::").map(str::to_owned).collect();
                let (own, way) = segments.split_last().unwrap();
                let home = if way.is_empty() {
                    module.clone()
                } else {
                    let used =
                        all.modules[module].uses.get(&way[0]).cloned().unwrap_or_else(|| vec!["self".to_owned(), way[0].clone()]);
                    absolute(module, &used)
                };
                list.push((method.to_owned(), name.to_owned(), (home, own.clone())));
            }
            assert!(list.len() > known, "{name}: a route without a handler");
        }
    }
    list.sort();
    list
}

/// The last part of a type's path.
fn last_of(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// What a handler takes: the type within `Query<…>`, `Json<…>` or `Body<…>`.
fn taken(signature: &syn::Signature) -> Option<&Type> {
    signature.inputs.iter().find_map(|argument| {
        let FnArg::Typed(typed) = argument else { return None };
        let Type::Path(path) = &*typed.ty else { return None };
        let last = path.path.segments.last()?;
        let PathArguments::AngleBracketed(list) = &last.arguments else { return None };
        let inner = list.args.first().and_then(as_type)?;
        ["Query", "Json", "Body"].contains(&last.ident.to_string().as_str()).then_some(inner)
    })
}

/// The keys that a declared type has: whether each may be left out.
fn keys(text: &str, name: &str) -> BTreeMap<String, bool> {
    let head = format!("export type {name} = ");
    let body = text.split(&head).nth(1).unwrap_or_else(|| panic!("{name} is not declared")).split("\n};").next().unwrap();
    let (flat, own) = body.split_once('{').unwrap();
    let mut all: BTreeMap<String, bool> =
        flat.split('&').map(str::trim).filter(|one| !one.is_empty()).flat_map(|one| keys(text, one)).collect();
    for line in own.lines().filter(|line| line.starts_with("  ") && !line.trim_start().starts_with("/**")) {
        let key = line.trim().split(':').next().unwrap();
        all.insert(key.trim_end_matches('?').trim_matches('\'').to_owned(), key.ends_with('?'));
    }
    all
}

fn declarations() -> String {
    let all = read();
    let mut writer = Writer { all: &all, names: BTreeMap::new(), open: Vec::new(), out: BTreeMap::new() };
    let (mut gets, mut posts) = (String::new(), String::new());
    let mut unknown = BTreeSet::new();
    for (method, name, handler) in routes(&all) {
        let takes = all.handlers.get(&handler).unwrap_or_else(|| panic!("{handler:?}: no such handler"));
        let by_address =
            takes.inputs.iter().any(|argument| matches!(argument, FnArg::Typed(typed) if last_of(&typed.ty) == "Query"));
        let takes = taken(takes).map_or_else(|| "{}".to_owned(), |ty| writer.of(&handler.0, ty));
        let key = if method == "post" { format!("POST {name}") } else { name.clone() };
        let Some((_, answer)) = ANSWERS.iter().find(|(of, _)| *of == key).or_else(|| ANSWERS.iter().find(|(of, _)| *of == name))
        else {
            unknown.insert(key);
            continue;
        };
        let answer = if let Some(own) = answer.strip_prefix("= ") {
            own.to_owned()
        } else {
            let named = all
                .find(&handler.0, &answer.split("::").map(str::to_owned).collect::<Vec<_>>())
                .unwrap_or_else(|| all.named(answer));
            writer.name(&named)
        };
        if method == "get" {
            _ = writeln!(gets, "  '{name}': {{ query: {takes}; answer: {answer} }};");
        } else {
            // What stands in the address leaves the body to bytes.
            let takes = if by_address { format!("query: {takes}; body: Blob") } else { format!("body: {takes}") };
            _ = writeln!(posts, "  '{name}': {{ {takes}; answer: {answer} }};");
        }
    }
    assert!(unknown.is_empty(), "what do these answer? A line in ANSWERS for each: {unknown:?}");
    let refused = all.named("Refused");
    writer.name(&refused);
    while let Some(next) = writer.open.pop() {
        writer.write(&next);
    }
    let types: String = writer.out.values().map(|text| format!("\n{text}")).collect();
    format!(
        "// What the page asks of the desk and what it is answered: read off the Rust types by tests/suite/desk_types.rs (UPDATE_GOLDEN=1 writes it anew).\n\n\
         /** A value of a record as it is written. */\nexport type Said = null | string | Said[] | {{ [key: string]: Said }};\n\n\
         /** What is asked for by address; every answer has the state of the workspace that it is of. */\nexport interface Gets {{\n{gets}}}\n\n\
         /** What changes something. */\nexport interface Posts {{\n{posts}}}\n{types}"
    )
}

#[test]
fn the_types_of_the_page_are_those_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/desk/client/api.d.ts");
    let now = declarations();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    let differs = there.lines().zip(now.lines()).find(|(one, other)| one != other);
    assert!(there == now, "api.d.ts is stale: UPDATE_GOLDEN=1 cargo test --test all_tests desk_types\n{differs:?}");
}

/// The lines of [`ANSWERS`] are what the desk gives: asked for, every answer has the keys of its type and no others.
#[test]
fn the_answers_are_of_the_types_that_stand_there() {
    let text = declarations();
    let (w, home) = (Workspace::new(), tempfile::tempdir().unwrap());
    let desk = opened(w.path(), home.path(), &[]);
    let point = "content/one/points/east.yaml";
    let change = json!({"path": point, "changes": [{"at": ["note"], "before": null, "after": "一"}]});
    let edited = desk.post("edit", &change).json();
    let asked = [
        ("overview", "overview".to_owned()),
        ("problems", "problems".to_owned()),
        ("history", "history".to_owned()),
        ("past", "past?entry=1".to_owned()),
        ("then", format!("then?entry=1&side=before&path={point}")),
        ("trace", format!("trace?path={point}")),
        ("find", "find?words=dongzhen".to_owned()),
        ("keep", "keep".to_owned()),
        ("pieces", "pieces?bureau=one".to_owned()),
        ("form", "form?kind=point".to_owned()),
        ("record", format!("record?path={point}")),
        ("sheet", "sheet?sheet=points&bureau=one".to_owned()),
        ("where", "where?bureau=one&point=east".to_owned()),
    ];
    let gets = text.split("export interface Gets {").nth(1).unwrap().split("\n}").next().unwrap();
    let posts = text.split("export interface Posts {").nth(1).unwrap().split("\n}").next().unwrap();
    let answer = |table: &str, name: &str| {
        let line = table.lines().find(|line| line.trim().starts_with(&format!("'{name}':"))).unwrap().to_owned();
        line.split("answer: ").nth(1).unwrap().trim_end_matches(" };").to_owned()
    };
    let fits = |name: &str, ty: &str, given: &Value| {
        let declared = keys(&text, ty);
        let given: BTreeSet<&String> = given.as_object().unwrap().keys().filter(|key| *key != "version").collect();
        let unknown: Vec<_> = given.iter().filter(|key| !declared.contains_key(**key)).collect();
        let missing: Vec<_> =
            declared.iter().filter(|(key, may_lack)| !**may_lack && *key != "version" && !given.contains(key)).collect();
        assert!(
            unknown.is_empty() && missing.is_empty(),
            "{name} is no {ty}: {unknown:?} are not declared, {missing:?} are not given"
        );
    };
    for (name, path) in asked {
        fits(name, &answer(gets, name), &desk.get(&path));
    }
    fits("edit", &answer(posts, "edit"), &edited);
    fits("undo", &answer(posts, "undo"), &desk.post("undo", &json!({"entry": "1"})).json());
    fits("rewind", &answer(posts, "rewind"), &desk.post("rewind", &json!({"entry": 1, "with_it": true, "dry": true})).json());
    fits("who", &answer(posts, "who"), &desk.post("who", &json!({"name": "李示例"})).json());
}
