//! Symbolic links: nothing behind one is read, wherever on the way it stands.

use super::pictures::picture;
use super::support::{GUIDE, Workspace, expect};

#[test]
fn no_linked_folder_is_read() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    let other = Workspace::new();
    std::fs::create_dir_all(outside.path().join("deep")).unwrap();
    std::fs::rename(other.path().join("content/one"), outside.path().join("deep/one")).unwrap();
    // A folder named in yizhan.yaml lies behind a link.
    let w = Workspace::new();
    symlink(outside.path(), w.path().join("lnk")).unwrap();
    w.edit("yizhan.yaml", "allow:", "content: lnk/deep\nallow:");
    expect(&w.findings(), &["Y111 yizhan.yaml:3:10 lnk is a symbolic link"]);
    // `content` itself is a link.
    let w = Workspace::new();
    std::fs::remove_dir_all(w.path().join("content")).unwrap();
    symlink(outside.path().join("deep"), w.path().join("content")).unwrap();
    expect(&w.findings(), &["Y111 content:1:1 content is a symbolic link"]);
    // A bureau's folder is a link.
    let w = Workspace::new();
    std::fs::remove_dir_all(w.path().join("content/one")).unwrap();
    symlink(outside.path().join("deep/one"), w.path().join("content/one")).unwrap();
    expect(&w.findings(), &["Y111 content/one:1:1 content/one is a symbolic link"]);
    // The workspace's own file is a link.
    let w = Workspace::new();
    std::fs::rename(w.path().join("yizhan.yaml"), outside.path().join("yizhan.yaml")).unwrap();
    symlink(outside.path().join("yizhan.yaml"), w.path().join("yizhan.yaml")).unwrap();
    expect(&w.findings(), &["Y111 yizhan.yaml:1:1"]);
}

#[test]
fn no_picture_and_no_font_behind_a_link() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("a.png"), picture(image::ImageFormat::Png)).unwrap();
    let w = Workspace::new();
    symlink(outside.path(), w.path().join("content/one/pictures")).unwrap();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n![图](../pictures/a.png)\n"));
    expect(
        &w.findings(),
        &["Y111 content/one/guides/enrol.md:9:1 content/one/pictures is a symbolic link", "Y111 content/one/pictures:1:1"],
    );
    let w = Workspace::new();
    symlink(outside.path(), w.path().join("fonts")).unwrap();
    w.edit("content/one/bureau.yaml", "hotline:", "brand: {fonts: ../../fonts}\nhotline:");
    let found = w.findings();
    assert!(found[0].starts_with("Y111 content/one/bureau.yaml:2:16 fonts is a symbolic link"), "{found:?}");
    // A theme is not taken from behind a link either.
    for link in ["themes", "themes/default"] {
        let w = Workspace::new();
        std::fs::create_dir_all(outside.path().join("default/site")).unwrap();
        std::fs::create_dir_all(outside.path().join("site")).unwrap();
        std::fs::write(outside.path().join("default/site/site.css"), "theirs").unwrap();
        std::fs::write(outside.path().join("site/site.css"), "theirs").unwrap();
        std::fs::create_dir_all(w.path().join(link).parent().unwrap()).unwrap();
        symlink(outside.path(), w.path().join(link)).unwrap();
        let theme = yizhan::theme::Theme::of(w.path());
        assert!(!theme.is_own("site/site.css"), "{link}");
    }
}
