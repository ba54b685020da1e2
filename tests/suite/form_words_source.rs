//! Who fills in a form sees no keys of a file: where a check says which key to write, it says beside it what to do on a form. Read off the parsed source.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use walkdir::WalkDir;

/// Rooms whose findings lead to fields of a form.
const ROOMS: [&str; 2] = ["src/check", "src/source/decode/record.rs"];

/// Whether a Chinese sentence tells to write a key: `channel: …`.
fn names_a_key(sentence: &str) -> bool {
    let chinese = sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let key = sentence.match_indices(": ").any(|(at, _)| {
        let word = sentence[..at].chars().rev().take_while(|c| c.is_ascii_lowercase() || matches!(c, '_' | '{' | '}')).count();
        word > 1
    });
    chinese && key
}

/// Functions that tell to write a key, and whether they say it for a form too.
#[derive(Default)]
struct Functions {
    silent: Vec<String>,
}

fn texts(tokens: TokenStream, into: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => texts(group.stream(), into),
            TokenTree::Literal(literal) => into.push(literal.to_string()),
            TokenTree::Ident(word) => into.push(word.to_string()),
            TokenTree::Punct(_) => {}
        }
    }
}

/// Every text and every called method of a function.
#[derive(Default)]
struct Words {
    list: Vec<String>,
}

impl<'ast> Visit<'ast> for Words {
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        texts(call.tokens.clone(), &mut self.list);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.list.push(format!("\"{}\"", text.value()));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.list.push(call.method.to_string());
        visit::visit_expr_method_call(self, call);
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.look(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.look(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

impl Functions {
    fn look(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let name = signature.ident.to_string();
        let mut all = Words::default();
        all.visit_block(block);
        let words = all.list;
        let keys = words.iter().any(|word| word.starts_with('"') && names_a_key(word));
        if keys && !words.iter().any(|word| word == "on_form") {
            self.silent.push(name);
        }
    }
}

#[test]
fn what_tells_to_write_a_key_tells_what_to_do_on_a_form() {
    let mut read = 0;
    let mut silent = Vec::new();
    for room in ROOMS {
        for file in WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(room)).into_iter().filter_map(Result::ok) {
            if file.path().extension().is_none_or(|end| end != "rs") {
                continue;
            }
            let text = fs::read_to_string(file.path()).expect("source");
            let mut functions = Functions::default();
            functions.visit_file(&syn::parse_file(&text).expect("parses"));
            silent.extend(functions.silent.into_iter().map(|name| format!("{}: {name}", file.path().display())));
            read += 1;
        }
    }
    assert!(read > 10, "{read} files");
    assert!(silent.is_empty(), "say it with .on_form(…) too: {silent:#?}");
    assert!(names_a_key("\"加一行 channel: …\"") && !names_a_key("\"写成 https://ybj.example.gov.cn\""));
}
