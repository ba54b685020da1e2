//! Owns the people of a point as badges and the staff board show them: name, post, photo, and only what may be seen.
//! Must not know how a badge or a board is set.

use serde::Serialize;

use super::common::{Context, text_or_empty};
use super::facts::{Collector, Facts, THERE, facts};
use crate::diagnostic::Diagnostics;
use crate::model::Point;

/// What stands for a post that the file does not name.
const POST: &str = "工作人员";

/// One person.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Post, such as 综合柜员.
    pub role: String,
    /// 中共党员 where the file says so, else empty.
    pub party: String,
    /// The phone, only where the file says that it is public.
    pub phone: String,
    /// The photo; none where there is none, or where it cannot be used.
    pub photo: Option<PhotoView>,
}

facts! {
    Person {
        name: row,
        role: fact("岗位"),
        party: fact("党员标识"),
        phone: fact("电话"),
        photo: fact("照片", 2),
    }
}

/// A photo, given to the engine as an asset of the same path.
#[derive(Clone, Debug, Serialize)]
pub struct PhotoView {
    /// `/photo-0.jpg`.
    pub path: String,
    /// 照片：张示例.
    pub alt: String,
}

/// That there is a photo; its picture is a fact, which the document adds.
impl Facts for PhotoView {
    fn collect(&self, facts: &mut Collector) {
        facts.text(THERE);
    }
}

/// A photo that the engine needs: the name that a view uses, and the path in the workspace.
pub type PhotoFile = (String, String);

/// The people of a point in the order of its file, and the files of their photos.
#[must_use]
pub fn of(ctx: &Context<'_>, point: &Point) -> (Vec<Person>, Vec<PhotoFile>) {
    let mut files: Vec<PhotoFile> = Vec::new();
    let mut photo = |staff: &crate::model::point::Staff| {
        let written = staff.photo.as_ref()?;
        // What is wrong with a photo was said when the file was read.
        let file = ctx.workspace.folder.picture(written, written.span, &mut Diagnostics::new())?.path;
        let known = files.iter().find(|(_, path)| *path == file).map(|(name, _)| name.clone());
        let path = known.unwrap_or_else(|| {
            let name = format!("/photo-{}.jpg", files.len());
            files.push((name.clone(), file));
            name
        });
        Some(PhotoView { path, alt: format!("照片：{}", staff.name.value) })
    };
    let people = point.staff.iter().map(|staff| Person {
        name: staff.name.value.clone(),
        role: staff.role.as_ref().map_or_else(|| POST.to_owned(), |role| role.value.clone()),
        party: if staff.party_member { "中共党员".to_owned() } else { String::new() },
        phone: if staff.public { text_or_empty(staff.phone.as_ref()) } else { String::new() },
        photo: photo(staff),
    });
    let people = people.collect();
    (people, files)
}

/// A text for a place that cannot grow: cut after so many characters, with an ellipsis.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_cut() {
        assert_eq!(shortened("东镇医保服务站", 7), "东镇医保服务站");
        assert_eq!(shortened("东镇医保服务站", 6), "东镇医保服…");
    }
}
