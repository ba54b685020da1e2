//! A picture that somebody drops on a field: turned as the camera says, cut to what prints need, without what the file tells about itself, kept under the name of
//! its contents beside the file that names it. Picture and name are one change.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::Lang;
use crate::ops::edit::{self, Change, Edit, Kindly};
use crate::ops::lookup::refuse;
use crate::ops::values::{Said, Step};
use crate::ops::{FileEdit, Outcome, Session, there};
use crate::print::photo::{Part, cut};
use crate::say;
use crate::source::{published, usable};

/// The folder for pictures, beside the file that names them.
const FOLDER: &str = "photos";
/// So many digits of the contents' hash are in a name.
const DIGITS: usize = 10;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The file of the record.
    pub path: String,
    /// The way to the field.
    pub at: Vec<Step>,
    /// What stood there.
    #[serde(default)]
    pub before: Option<Said>,
    /// The part that is kept, in parts of the upright picture; the middle where nobody chose.
    #[serde(default)]
    pub part: Option<Part>,
}

/// Plans to keep a picture and to name it.
///
/// # Errors
/// When it is no picture that can be used, or the field cannot be changed.
pub fn plan(session: &Session, request: &Request, bytes: &[u8], lang: Lang) -> Outcome<Edit> {
    let picture = usable(bytes).map_err(|fault| {
        let (zh, en) = (&fault.says.zh, &fault.says.en);
        refuse(say!("这张图{zh}", "the picture {en}"), fault.help.clone())
    })?;
    let is_portrait = matches!(request.at.last(), Some(Step::Key(key)) if key == "photo" || key == "照片");
    let unread = || {
        refuse(
            say!("这张图读不出来", "the picture cannot be read"),
            say!("在看图软件里打开，另存为 JPG 再放进来", "open it in a viewer and save it as JPG"),
        )
    };
    let (bytes, kind) = if is_portrait {
        (cut(bytes, request.part).ok_or_else(unread)?, "jpg")
    } else {
        let kept = picture.converted.as_deref().unwrap_or(bytes);
        (published(kept, picture.kind).ok_or_else(unread)?, picture.kind)
    };
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{FOLDER}/{}.{kind}", hash.get(..DIGITS).unwrap_or(&hash));
    let folder = request.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
    let change = Change {
        at: request.at.clone(),
        kind: Kindly::Set,
        before: request.before.clone(),
        after: Some(Said::Text(name)),
        to: None,
    };
    let mut edit = edit::plan(session, &edit::Request { path: request.path.clone(), changes: vec![change] }, lang)?;
    if !edit.plan.is_empty() && there::now(session.root(), &file)?.is_none() {
        edit.plan.files.push(FileEdit::create(file, bytes));
        // Two files are no text of one field any more.
        edit.plan.field = None;
        edit.plan.continues = None;
    }
    // The picture is there with the same change: what is said of its absence is not so.
    edit.findings.retain(|finding| finding.at != request.at);
    Ok(edit)
}
