//! One self-contained HTML file: the template with style, script and data put in, and a policy that lets it ask for nothing else. A page from a server has
//! a few modules more, and may ask its own server.
//!
//! The script is written as modules. They are joined in the order of their imports and stand in one scope, so the lines that import and the
//! word `export` fall away: every name at the top of a module is unique over all of them, which a browser checks when it reads the script.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::Delivery;
use crate::diagnostic::{Diagnostic, codes};
use crate::say;
use crate::xml::escaped;

/// Where the pages of the form begin.
const MAIN: &str = "main.js";
/// What a page from a server has besides.
const SERVED: &str = "served.js";

/// The page without its data: template, style, script and the policy that names both. All forms of a round share it.
#[derive(Debug)]
pub struct Page {
    template: String,
    style: String,
    script: String,
    served_script: String,
    /// The service worker, without its version.
    pub(super) worker: String,
}

impl Page {
    /// Joins the parts. `asset` gives the text of a theme file below `form/`.
    ///
    /// # Errors
    /// The theme file that is missing.
    pub fn new(asset: &dyn Fn(&str) -> Option<String>) -> Result<Self, Vec<Diagnostic>> {
        let text = |name: &str| asset(name).ok_or_else(|| vec![missing(name)]);
        let template = text("form.html")?;
        let style = format!("\n{}", without_comments(&text("form.css")?));
        let joined = |modules: &[&str]| {
            let mut script = Script { asset, seen: BTreeSet::new(), text: String::new() };
            for module in modules {
                script.add(module).map_err(|name| vec![missing(&name)])?;
            }
            Ok::<_, Vec<Diagnostic>>(format!("\n{}", script.text))
        };
        let (script, served_script) = (joined(&[MAIN])?, joined(&[MAIN, SERVED])?);
        Ok(Self { template, style, script, served_script, worker: without_comments(&text("worker.js")?) })
    }

    fn script(&self, delivery: &Delivery) -> &str {
        if delivery.served { &self.served_script } else { &self.script }
    }

    /// What the page may ask for. `'none'` first: whatever is not named may not be asked for, so that nothing leaves the phone but what somebody
    /// exports. A page from a server may ask that server.
    #[must_use]
    pub fn policy(&self, delivery: &Delivery) -> String {
        let own = if delivery.served {
            "img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'"
        } else {
            "img-src blob: data:"
        };
        format!(
            "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; {own}; base-uri 'none'; form-action 'none'",
            BASE64.encode(Sha256::digest(self.script(delivery).as_bytes())),
            BASE64.encode(Sha256::digest(self.style.as_bytes()))
        )
    }

    /// One form: the page with its title and data.
    #[must_use]
    pub fn form(&self, title: &str, data: &Json, delivery: &Delivery) -> Vec<u8> {
        let put = |name: &str| match name {
            "title" => escaped(title),
            "policy" => self.policy(delivery),
            "links" => delivery.links(),
            "hosted" => delivery.hosted(),
            "apple" => delivery.apple().to_owned(),
            "android" => delivery.android().to_owned(),
            "style" => self.style.clone(),
            "script" => self.script(delivery).to_owned(),
            // Inside a script element only `<` could end it.
            "data" => data.to_string().replace('<', "\\u003c"),
            _ => String::new(),
        };
        filled(&self.template, &put).into_bytes()
    }
}

fn missing(name: &str) -> Diagnostic {
    let message = say!("主题里没有文件 form/{name}", "the theme has no file form/{name}");
    Diagnostic::nowhere(&codes::WRITE, message)
}

/// The template with every `{{name}}` replaced once; what is put in is not looked at again.
fn filled(template: &str, put: &dyn Fn(&str) -> String) -> String {
    let mut parts = template.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("}}") {
            Some((name, rest)) => {
                page.push_str(&put(name.trim()));
                page.push_str(rest);
            }
            None => page.push_str(part),
        }
    }
    page
}

/// The modules that are joined.
struct Script<'a> {
    asset: &'a dyn Fn(&str) -> Option<String>,
    seen: BTreeSet<String>,
    text: String,
}

impl Script<'_> {
    /// Adds a module after those that it imports. An error is the name of a file that is not there.
    fn add(&mut self, name: &str) -> Result<(), String> {
        if !self.seen.insert(name.to_owned()) {
            return Ok(());
        }
        let source = (self.asset)(name).ok_or_else(|| name.to_owned())?;
        for import in source.lines().filter_map(imported) {
            self.add(&beside(name, import))?;
        }
        let own: Vec<&str> = source.lines().filter(|line| imported(line).is_none() && !line.starts_with("export {")).collect();
        for line in without_comments(&own.join("\n")).lines() {
            self.text.push_str(line.strip_prefix("export ").unwrap_or(line));
            self.text.push('\n');
        }
        Ok(())
    }
}

/// The path that a line imports from: every import is one line that names what it takes.
fn imported(line: &str) -> Option<&str> {
    line.strip_prefix("import {")?.split_once(" from '")?.1.strip_suffix("';")
}

/// A relative path as seen from a module.
fn beside(module: &str, path: &str) -> String {
    let mut folders: Vec<&str> = module.split('/').collect();
    folders.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            _ => folders.push(part),
        }
    }
    folders.join("/")
}

/// Drops empty lines, indentation, lines that are a comment, and comments that fill whole lines: a phone would only carry them. Lines
/// within a template literal are none of these in our sources.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        let begins = !inside && line.starts_with("/*");
        // A licence stays.
        if line.starts_with("/*!") {
            kept.push_str(line);
            kept.push('\n');
            continue;
        }
        if begins || inside {
            inside = !line.ends_with("*/");
            continue;
        }
        if !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Json, Page, beside, without_comments};

    #[test]
    fn paths_beside_a_module() {
        assert_eq!(beside("engine/score.js", "./exact.js"), "engine/exact.js");
        assert_eq!(beside("engine/score.js", "../dom.js"), "dom.js");
    }

    #[test]
    fn whole_lines_of_comment_go() {
        assert_eq!(without_comments("/** a\n * b */\n  x; // y\n\n// z\n/*! MIT */\n"), "x; // y\n/*! MIT */\n");
    }

    #[test]
    fn modules_are_joined_in_the_order_of_their_imports_and_data_cannot_end_the_script() {
        let asset = |name: &str| {
            Some(
                match name {
                    "form.html" => {
                        "<title>{{title}}</title>{{policy}}<style>{{style}}</style>{{data}}<script>{{script}}</script>"
                    }
                    "form.css" => "a {}",
                    "main.js" => "import { b } from './lib/b.js';\nexport const a = b;",
                    "lib/b.js" => "import { a } from '../main.js';\nexport const b = 1;",
                    "served.js" => "import { b } from './lib/b.js';\nb();",
                    "worker.js" => "// of a server\nself;",
                    _ => return None,
                }
                .to_owned(),
            )
        };
        let page = Page::new(&asset).unwrap();
        let made = |served: bool| {
            let delivery = Delivery { served, ..Delivery::default() };
            String::from_utf8(page.form("甲<乙", &Json::from("</script>{{title}}"), &delivery)).unwrap()
        };
        assert!(made(true).contains("const a = b;\nb();\n</script>"), "{}", made(true));
        assert!(made(true).contains("worker-src 'self'") && !made(false).contains("'self'"));
        let made = made(false);
        assert!(made.contains("<script>\nconst b = 1;\nconst a = b;\n</script>"), "{made}");
        assert!(made.contains("<title>甲&lt;乙</title>") && made.contains("\\u003c/script>{{title}}"), "{made}");
        assert!(Page::new(&|name| (name != "lib/b.js").then(|| asset(name)).flatten()).is_err());
    }
}
