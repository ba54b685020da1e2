//! No sentence of the program repeats what a system or a library says: read off the parsed source, wherever an error has a name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use walkdir::WalkDir;

/// Where the text of an error is said as it is, and why it may be.
const MAY_SAY: &[(&str, &str)] = &[
    ("publish/document.rs", "an engine's word about a template, for whoever writes themes"),
    ("publish/contact.rs", "an engine's word about a template, for whoever writes themes"),
    ("publish/theme_check.rs", "an engine's word about a template, for whoever writes themes"),
];

/// Where the text of an error is taken, and why it is never shown.
const MAY_TAKE: &[(&str, &str)] = &[
    ("exchange/", "a library of Office files: whoever asks for the file says that it cannot be made"),
    ("disk/git/", "gix: kept to look for a fault, `ops::git` has the words"),
    ("tables/workbook.rs", "looked through for a password"),
    ("submission/package.rs", "looked through for a password"),
    ("model/hours.rs", "a parser of ours gives it"),
    ("site/engine.rs", "an engine's word about a template, for whoever writes themes"),
    ("print/rendering.rs", "an engine's word about a template, for whoever writes themes"),
    ("print/engine.rs", "an engine's word about a template, for whoever writes themes"),
    ("publish/theme_check.rs", "an engine's word about a template, for whoever writes themes"),
    ("publish/renderers.rs", "an engine's word about a template, for whoever writes themes"),
    ("publish/drafts.rs", "an engine's word about a template, for whoever writes themes"),
];

/// Names that errors have in one function, by how they came there: out of `Err(…)`, into a closure that deals with an error, or as an argument of such a type.
#[derive(Default)]
struct Errors {
    names: BTreeSet<String>,
}

/// Methods whose closure is given an error.
const GIVEN: [&str; 5] = ["map_err", "unwrap_or_else", "or_else", "map_or_else", "inspect_err"];

fn names_of(pattern: &syn::Pat, into: &mut BTreeSet<String>) {
    match pattern {
        syn::Pat::Ident(one) => {
            into.insert(one.ident.to_string());
        }
        syn::Pat::Type(one) => names_of(&one.pat, into),
        syn::Pat::Reference(one) => names_of(&one.pat, into),
        syn::Pat::Tuple(all) => all.elems.iter().for_each(|one| names_of(one, into)),
        syn::Pat::TupleStruct(all) => all.elems.iter().for_each(|one| names_of(one, into)),
        _ => {}
    }
}

/// Whether a type is an error's, or hides one behind what can be printed.
fn is_error(of: &syn::Type) -> bool {
    match of {
        syn::Type::Reference(inner) => is_error(&inner.elem),
        syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Error"),
        syn::Type::TraitObject(object) => bound(&object.bounds),
        syn::Type::ImplTrait(object) => bound(&object.bounds),
        _ => false,
    }
}

fn bound(bounds: &syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>) -> bool {
    let last = |path: &syn::Path| path.segments.last().is_some_and(|last| last.ident == "Error" || last.ident == "Display");
    bounds.iter().any(|one| matches!(one, syn::TypeParamBound::Trait(one) if last(&one.path)))
}

impl<'ast> Visit<'ast> for Errors {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if GIVEN.iter().any(|name| call.method == name)
            && let Some(syn::Expr::Closure(closure)) = call.args.first()
        {
            closure.inputs.iter().for_each(|input| names_of(input, &mut self.names));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_pat_tuple_struct(&mut self, pattern: &'ast syn::PatTupleStruct) {
        let last = pattern.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let of = pattern.path.segments.iter().rev().nth(1).map(|own| own.ident.to_string()).unwrap_or_default();
        if last == "Err" || of.ends_with("Error") {
            pattern.elems.iter().for_each(|one| names_of(one, &mut self.names));
        }
        visit::visit_pat_tuple_struct(self, pattern);
    }

    fn visit_fn_arg(&mut self, argument: &'ast syn::FnArg) {
        if let syn::FnArg::Typed(typed) = argument
            && is_error(&typed.ty)
        {
            names_of(&typed.pat, &mut self.names);
        }
        visit::visit_fn_arg(self, argument);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        for input in &closure.inputs {
            if let syn::Pat::Type(typed) = input
                && is_error(&typed.ty)
            {
                names_of(&typed.pat, &mut self.names);
            }
        }
        visit::visit_expr_closure(self, closure);
    }
}

/// What is said of errors in one file.
struct Sentences {
    file: String,
    names: BTreeSet<String>,
    said: Vec<String>,
}

impl Sentences {
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let mut errors = Errors::default();
        errors.visit_signature(signature);
        errors.visit_block(block);
        // What is a path or a name in the same pattern is no error.
        for plain in ["path", "number", "line", "paths", "name", "what"] {
            errors.names.remove(plain);
        }
        let before = std::mem::replace(&mut self.names, errors.names);
        visit::visit_block(self, block);
        self.names = before;
    }

    fn may(&self, list: &[(&str, &str)]) -> bool {
        list.iter().any(|(place, _)| self.file.starts_with(place))
    }

    fn tokens(&mut self, tokens: TokenStream, say: bool) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in all.iter().enumerate() {
            match token {
                TokenTree::Literal(text) if say && !self.may(MAY_SAY) => {
                    let text = text.to_string();
                    for name in &self.names {
                        if text.contains(&format!("{{{name}}}")) || text.contains(&format!("{{{name}:")) {
                            self.said.push(format!("{}:{}: says {{{name}}}", self.file, token.span().start().line));
                        }
                    }
                }
                TokenTree::Ident(name) if say && self.names.contains(&name.to_string()) && !self.may(MAY_SAY) => {
                    let alone = !matches!(all.get(at + 1), Some(TokenTree::Punct(next)) if next.as_char() == '.');
                    if alone {
                        self.said.push(format!("{}:{}: says {name}", self.file, name.span().start().line));
                    }
                }
                TokenTree::Ident(macro_name) if macro_name == "say" => {
                    if let Some(TokenTree::Group(group)) = all.get(at + 2) {
                        self.tokens(group.stream(), true);
                    }
                }
                TokenTree::Group(group) => self.tokens(group.stream(), say),
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Sentences {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone(), item.path.is_ident("say"));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "to_string"
            && let syn::Expr::Path(of) = &*call.receiver
            && of.path.get_ident().is_some_and(|name| self.names.contains(&name.to_string()))
            && !self.may(MAY_TAKE)
        {
            let line = call.method.span().start().line;
            self.said.push(format!("{}:{line}: takes the text of an error", self.file));
        }
        visit::visit_expr_method_call(self, call);
    }
}

fn said_in(file: &str, text: &str) -> Vec<String> {
    let parsed = syn::parse_file(text).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut said = Sentences { file: file.to_owned(), names: BTreeSet::new(), said: Vec::new() };
    said.visit_file(&parsed);
    said.said
}

#[test]
fn no_sentence_repeats_what_a_system_or_a_library_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut said = Vec::new();
    for entry in WalkDir::new(&root).into_iter().flatten().filter(|e| e.path().extension().is_some_and(|x| x == "rs")) {
        let name = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if !name.split('/').any(|part| part.starts_with("tests") || part.ends_with("_tests.rs")) {
            said.extend(said_in(&name, &fs::read_to_string(entry.path()).unwrap()));
        }
    }
    assert!(said.is_empty(), "say it with `because_of`, or list the file above:\n{}", said.join("\n"));
}

#[test]
fn the_test_of_the_source_sees_an_error_in_every_form() {
    for bad in [
        "fn f() { read().map_err(|error| say!(\"{error}\", \"x\")); }",
        "fn f() { match read() { Ok(_) => {} Err(why) => note(&say!(\"a {why}\", \"x\")) } }",
        "fn f() { if let Err(e) = read() { note(&say!(\"{}\", \"{}\", e)); } }",
        "fn f(failed: &std::io::Error) { note(vec![say!(\"{failed:?}\", \"x\")]); }",
        "fn f(failed: &dyn std::fmt::Display) { say!(\"{failed}\", \"x\"); }",
        "fn f() { let g = |broken: io::Error| say!(\"{broken}\", \"x\"); }",
        "fn f() { match take() { LockError::Io(io) => say!(\"{io}\", \"x\") }; }",
        "fn f() { read().map_err(|error| Failure(error.to_string())); }",
        "impl A { fn f() { read().map_err(|e| say!(\"{e}\", \"x\")); } }",
    ] {
        assert!(!said_in("ops/a.rs", bad).is_empty(), "{bad}");
    }
    for good in [
        "fn f() { read().map_err(|error| say!(\"{path}\", \"{path}\").because_of(&error)); }",
        "fn f() { match read() { Err(error) if error.kind() == NotFound => say!(\"{path}\", \"x\") }; }",
        "fn f(reason: &str) { say!(\"{reason}\", \"x\"); }",
    ] {
        assert_eq!(said_in("ops/a.rs", good), Vec::<String>::new(), "{good}");
    }
}
