//! Promises of a build: the same bytes, nothing made twice, the old output whole whatever happens.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::support::{POINT, Workspace, sample, tree, yizhan};

fn manifest(w: &Workspace) -> serde_json::Value {
    serde_json::from_slice(&fs::read(w.path().join("output/manifest.json")).unwrap()).unwrap()
}

/// The number after a word in the summary of a build.
fn made(err: &str) -> usize {
    let line = err.lines().find(|l| l.starts_with("done:")).unwrap_or_else(|| panic!("{err}"));
    line.split(" · ").find_map(|p| p.strip_suffix(" made now")).unwrap().parse().unwrap()
}

#[test]
fn one_thread_and_many_make_the_same_bytes() {
    let out = tempfile::tempdir().unwrap();
    let mut trees: Vec<BTreeMap<String, Vec<u8>>> = Vec::new();
    for jobs in ["1", "2", "5"] {
        let folder = out.path().join(jobs);
        // One bureau has pages, pieces, reports and data of every kind that the others have.
        yizhan(&sample(), &["build", "--bureau", "wenling", "--jobs", jobs, "-o", folder.to_str().unwrap()]).expect(0);
        trees.push(tree(&folder));
    }
    assert!(trees[0].len() > 250, "{} files", trees[0].len());
    for other in &trees[1..] {
        assert_eq!(trees[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (path, bytes) in &trees[0] {
            assert!(other[path] == *bytes, "{path} differs");
        }
    }
}

#[test]
fn a_second_build_makes_nothing() {
    let w = Workspace::new();
    let first = made(&w.run(&["build"]).expect(0).err);
    assert!(first > 10, "{first}");
    let before = tree(&w.path().join("output"));
    assert_eq!(made(&w.run(&["build"]).expect(0).err), 0);
    assert!(tree(&w.path().join("output")) == before);
}

#[test]
fn an_edit_remakes_only_what_it_touches() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west").replace('东', "西"));
    w.run(&["build"]).expect(0);
    let before = tree(&w.path().join("output"));
    w.edit("content/one/points/east.yaml", "address: 东镇1号", "address: 东镇2号");
    let again = made(&w.run(&["build"]).expect(0).err);
    let after = tree(&w.path().join("output"));
    let changed: Vec<&String> = after.iter().filter(|(p, b)| before.get(*p) != Some(*b)).map(|(p, _)| p).collect();
    for path in ["site/one/points/east/index.html", "print/one/points/east/service-list.pdf"] {
        assert!(changed.iter().any(|c| *c == path), "{path} is not among {changed:?}");
    }
    assert!(!changed.iter().any(|c| c.contains("west")), "{changed:?}");
    // The manifest is written anew each time, and the site's own copies of print are no work; everything else that was made has changed.
    let work = changed.iter().filter(|p| *p != &"manifest.json" && !p.starts_with("site/one/print/")).count();
    assert_eq!(again, work, "{changed:?}");
    // What an edit makes is what a clean build makes.
    fs::remove_dir_all(w.path().join("output")).unwrap();
    w.run(&["build"]).expect(0);
    assert!(tree(&w.path().join("output")) == after);
}

#[test]
fn a_file_that_somebody_deleted_or_cut_is_made_again() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let whole = tree(&w.path().join("output"));
    fs::remove_file(w.path().join("output/site/index.html")).unwrap();
    fs::write(w.path().join("output/site/one/index.html"), "").unwrap();
    assert_eq!(made(&w.run(&["build"]).expect(0).err), 2);
    assert!(tree(&w.path().join("output")) == whole);
}

#[test]
fn a_deleted_point_leaves_the_output() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west"));
    w.run(&["build"]).expect(0);
    assert!(w.path().join("output/site/one/points/west/index.html").exists());
    fs::remove_file(w.path().join("content/one/points/west.yaml")).unwrap();
    w.run(&["build"]).expect(0);
    assert!(!w.path().join("output/site/one/points/west").exists());
}

#[test]
fn peoples_own_files_stay_in_the_output() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    w.write("output/README.md", "ours").write("output/site/verify-123.txt", "code");
    w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    w.run(&["build"]).expect(0);
    assert_eq!(fs::read_to_string(w.path().join("output/README.md")).unwrap(), "ours");
    assert_eq!(fs::read_to_string(w.path().join("output/site/verify-123.txt")).unwrap(), "code");
}

#[test]
fn a_folder_with_other_things_is_not_taken_for_the_output() {
    let w = Workspace::new();
    w.write("letters/important.docx", "x");
    let run = w.run(&["build", "-o", "letters"]).expect(2);
    assert!(run.err.contains("P603") && run.err.contains("does not look like an output folder"), "{}", run.err);
    assert_eq!(fs::read_to_string(w.path().join("letters/important.docx")).unwrap(), "x");
}

#[test]
fn errors_leave_the_last_output_whole() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let before = tree(w.path());
    w.edit("content/one/points/east.yaml", "channel: town", "channel: nowhere");
    let run = w.run(&["build"]).expect(1);
    assert!(run.err.contains("M206") && run.err.contains("the previous output is untouched"), "{}", run.err);
    w.edit("content/one/points/east.yaml", "channel: nowhere", "channel: town");
    assert!(tree(w.path()) == before);
}

#[test]
fn a_killed_build_leaves_the_last_output_whole() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let before = tree(&w.path().join("output"));
    // A change to the bureau's name changes nearly every page and every print, back and forth, so that no build has nothing to do.
    // What the outcome of each is, a second workspace says.
    let names = ["测试医疗保障局", "改名医疗保障局"];
    let other = Workspace::new();
    other.edit("content/one/bureau.yaml", names[0], names[1]);
    other.run(&["build"]).expect(0);
    let after = tree(&other.path().join("output"));
    assert!(after.iter().filter(|(p, b)| before.get(*p) != Some(*b)).count() > 10);
    for (n, wait) in [0, 2, 5, 10, 15, 20, 30, 40, 60, 80, 100, 120, 160, 200].into_iter().enumerate() {
        w.edit("content/one/bureau.yaml", names[n % 2], names[(n + 1) % 2]);
        let mut build = Command::new(env!("CARGO_BIN_EXE_yizhan"))
            .current_dir(w.path())
            .env("SOURCE_DATE_EPOCH", "1796083200")
            .arg("build")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = build.kill();
        build.wait().unwrap();
        let now = tree(&w.path().join("output"));
        assert!(now == before || now == after, "after {wait} ms the output is neither the old nor the new one");
    }
    w.run(&["build"]).expect(0);
    let left: Vec<String> = fs::read_dir(w.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with(".output"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn only_bureau_and_point_leave_the_rest_as_it_is() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west"));
    w.run(&["build"]).expect(0);
    let before = tree(&w.path().join("output"));
    w.edit("content/one/bureau.yaml", "测试医疗保障局", "改名医疗保障局");
    w.run(&["build", "--only", "print", "--point", "east"]).expect(0);
    let after = tree(&w.path().join("output"));
    let changed: Vec<&str> = after
        .iter()
        .filter(|(p, b)| before.get(*p) != Some(*b))
        .map(|(p, _)| p.as_str())
        // Pages of editions go with their prints.
        .filter(|p| *p != "manifest.json" && !p.contains("/v/"))
        .collect();
    let of = |folder: &str, names: &str| names.split(' ').map(|n| format!("{folder}/points/east/{n}.pdf")).collect::<Vec<_>>();
    let mut wanted = of(
        "print/one",
        "desk-card desk-card-a6 directions door-plate hours-sign phone-sign qr-sheet service-list service-list-a3 zone-signs",
    );
    wanted.extend(of("site/one/print", "desk-card desk-card-a6 directions service-list service-list-a3"));
    wanted.sort_unstable();
    let mut changed = changed;
    changed.sort_unstable();
    assert_eq!(changed, wanted);
    // The page of an edition goes when nothing bears its code any more; what was left out gets its new one with its new print.
    let lasting = |all: &std::collections::BTreeMap<String, Vec<u8>>| all.keys().filter(|p| !p.contains("/v/")).count();
    assert_eq!(lasting(&before), lasting(&after));
    let run = w.run(&["build", "--bureau", "onne"]).expect(2);
    assert!(run.err.contains("did you mean `one`?"), "{}", run.err);
}

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    use sha2::{Digest, Sha256};
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let files = tree(&w.path().join("output"));
    let manifest = manifest(&w);
    let list = manifest["artifacts"].as_array().unwrap();
    assert_eq!(list.len(), files.len() - 1);
    for entry in list {
        let bytes = &files[entry["path"].as_str().unwrap()];
        let sum: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(entry["sha256"], sum.as_str());
        assert_eq!(entry["bytes"].as_u64(), Some(bytes.len() as u64));
    }
    let list_of = list.iter().find(|e| e["path"] == "print/one/points/east/service-list.pdf").unwrap();
    assert_eq!(list_of["audience"], "public");
    assert_eq!(list_of["edition"], "2026-04");
    let sources: Vec<&str> = list_of["sources"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    let files = ["bureau.yaml", "catalog.yaml", "guides/enrol.md", "points/east.yaml"].map(|f| format!("content/one/{f}"));
    assert_eq!(sources, [&["yizhan.yaml".to_owned()][..], &files[..]].concat());
}

#[test]
fn a_theme_file_of_the_workspace_goes_before_the_embedded_one() {
    let w = Workspace::new();
    w.write("themes/default/site/404.html", "<!doctype html><title>{{ nothing_like_that }}</title>");
    let run = w.run(&["build", "--only", "site"]).expect(1);
    assert!(run.err.contains("P602") && run.err.contains("404.html"), "{}", run.err);
    w.write("themes/default/site/404.html", "<!doctype html><title>ours</title>");
    w.run(&["build", "--only", "site"]).expect(0);
    assert_eq!(fs::read_to_string(w.path().join("output/site/404.html")).unwrap(), "<!doctype html><title>ours</title>");
}

#[test]
fn a_character_without_a_glyph_stops_the_build_at_its_place() {
    let w = Workspace::new();
    // The last plane holds private characters that no font of the machine has.
    w.edit("content/one/points/east.yaml", "address: 东镇1号", "address: 东镇\u{10FFFD}号");
    let run = w.run(&["build"]).expect(1);
    assert!(run.err.contains("P601") && run.err.contains("U+10FFFD"), "{}", run.err);
    assert!(run.err.contains("content/one/points/east.yaml:4:12"), "{}", run.err);
    assert!(!w.path().join("output").exists());
}

struct Silent;

impl yizhan::publish::Progress for Silent {
    fn start(&self, _: usize) {}
    fn made(&self, _: &str) {}
}

/// A large output is put together from the folder that was the output before. After any edit it holds what a clean build makes.
#[test]
fn a_spare_folder_changes_nothing_but_the_time() {
    let w = Workspace::new();
    let made = |output: &str, spare_from: usize| {
        let (loaded, mut found) = yizhan::load::load(w.path());
        let options = yizhan::publish::Options {
            output: w.path().join(output),
            selection: yizhan::publish::Selection::default(),
            today: chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
            jobs: 2,
            spare_from,
        };
        let theme = yizhan::theme::Theme::of(w.path());
        yizhan::publish::build(&loaded.unwrap(), &theme, &options, &Silent, &mut found).unwrap();
        tree(&w.path().join(output))
    };
    let west = POINT.replace("id: east", "id: west").replace('东', "西");
    let edits: [&dyn Fn(); 11] = [
        &|| {},
        &|| {
            w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
        },
        &|| {
            w.write("content/one/points/west.yaml", &west).write("output/site/ours.txt", "one");
        },
        &|| {
            w.edit("content/one/points/west.yaml", "西镇1号", "西镇2号").write("output/site/ours.txt", "two");
        },
        &|| fs::remove_file(w.path().join("content/one/points/west.yaml")).unwrap(),
        &|| {
            w.edit("content/one/bureau.yaml", "测试", "改名");
        },
        &|| fs::remove_file(w.path().join("output/site/ours.txt")).unwrap(),
        &|| fs::write(w.path().join("output/site/one/index.html"), "cut").unwrap(),
        &|| {
            w.edit("content/one/points/east.yaml", "0477-0000001", "0477-0000003");
        },
        &|| fs::remove_file(w.path().join("output/print/one/points/east/desk-card.pdf")).unwrap(),
        &|| {
            w.edit("content/one/points/east.yaml", "东镇2号", "东镇1号");
        },
    ];
    for (n, edit) in edits.iter().enumerate() {
        edit();
        let mut quick = made("output", 1);
        assert!(w.path().join(".output.spare").exists(), "after edit {n}");
        let ours = quick.remove("site/ours.txt");
        let wanted: Option<&[u8]> =
            [None, None, Some(&b"one"[..]), Some(b"two"), Some(b"two"), Some(b"two")].get(n).copied().flatten();
        assert_eq!(ours.as_deref(), wanted, "after edit {n}");
        let clean = made(&format!("clean{n}"), usize::MAX);
        let differ: Vec<_> = quick.keys().chain(clean.keys()).filter(|p| quick.get(*p) != clean.get(*p)).collect();
        assert!(differ.is_empty(), "after edit {n}: {differ:?}");
    }
}

#[test]
fn the_lock_of_an_output_that_is_gone_stays() {
    let w = Workspace::new();
    let kept = |ending: &str| {
        let names = fs::read_dir(w.path().join(".yizhan")).unwrap().map(|e| e.unwrap().path());
        names.filter(|p| p.extension().is_some_and(|e| e == ending)).collect::<std::collections::BTreeSet<_>>()
    };
    w.run(&["build", "-o", "one"]).expect(0);
    let (locks, caches) = (kept("lock"), kept("json"));
    fs::remove_dir_all(w.path().join("one")).unwrap();
    w.run(&["build", "-o", "two"]).expect(0);
    assert!(kept("json").is_disjoint(&caches), "the cache of an output that is gone is kept");
    assert!(!locks.is_empty() && kept("lock").is_superset(&locks), "{:?} {locks:?}", kept("lock"));
}

#[test]
fn what_people_keep_beside_the_output_survives_a_lost_cache() {
    let w = Workspace::new();
    w.write("output/README.md", "ours").write("output/.git/HEAD", "ref").write("output/.git/objects/aa/bb", "x");
    w.run(&["build"]).expect(0);
    w.write("output/site/CNAME", "ybj.example");
    fs::remove_dir_all(w.path().join(".yizhan")).unwrap();
    w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    w.run(&["build"]).expect(0);
    for file in ["README.md", ".git/HEAD", ".git/objects/aa/bb", "site/CNAME"] {
        assert!(w.path().join("output").join(file).exists(), "{file} is gone");
    }
}

#[test]
fn another_programs_manifest_is_not_ours() {
    let w = Workspace::new();
    w.write("pwa/manifest.json", r#"{"name": "app"}"#).write("pwa/src/a.js", "x");
    w.run(&["build", "-o", "pwa"]).expect(2);
    assert!(w.path().join("pwa/src/a.js").exists());
}

#[test]
fn a_partial_build_without_a_cache_keeps_the_rest() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    let before = tree(&w.path().join("output"));
    fs::remove_dir_all(w.path().join(".yizhan")).unwrap();
    w.run(&["build", "--only", "site"]).expect(0);
    assert!(tree(&w.path().join("output")) == before);
}

#[test]
fn what_a_partial_build_leaves_keeps_its_edition() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    w.edit("content/one/bureau.yaml", "2026-04", "2026-09");
    w.run(&["build", "--only", "site"]).expect(0);
    let manifest = manifest(&w);
    let edition = |path: &str| {
        let entry = manifest["artifacts"].as_array().unwrap().iter().find(|e| e["path"] == path).unwrap().clone();
        entry["edition"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(edition("print/one/points/east/service-list.pdf"), "2026-04");
    assert_eq!(edition("site/one/index.html"), "2026-09");
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let w = Workspace::new();
    fs::create_dir(w.path().join("www")).unwrap();
    std::os::unix::fs::symlink("www", w.path().join("output")).unwrap();
    w.run(&["build"]).expect(0);
    w.edit("content/one/points/east.yaml", "东镇1号", "东镇2号");
    w.run(&["build"]).expect(0);
    assert!(w.path().join("output").is_symlink() && w.path().join("www/site/index.html").exists());
}

#[test]
fn the_site_can_be_published_by_itself() {
    let w = Workspace::new();
    w.run(&["build"]).expect(0);
    for piece in ["points/east/service-list.pdf", "points/east/desk-card.pdf", "notices/enrol.pdf"] {
        let own = fs::read(w.path().join("output/site/one/print").join(piece)).unwrap();
        assert!(own == fs::read(w.path().join("output/print/one").join(piece)).unwrap(), "{piece}");
    }
    let page = fs::read_to_string(w.path().join("output/site/one/points/east/index.html")).unwrap();
    assert!(page.contains("print/points/east/service-list.pdf") && !page.contains("../../../../print"), "{page}");
}

#[test]
fn nothing_is_printed_for_a_point_that_is_closed() {
    let w = Workspace::new();
    w.edit("content/one/points/east.yaml", "channel: town", "channel: town\nstatus: 撤销\nstatus_reason: 拆迁");
    w.run(&["build"]).expect(0);
    assert!(!w.path().join("output/print/one/points").exists());
    assert!(fs::read_to_string(w.path().join("output/site/one/points/east/index.html")).unwrap().contains("拆迁"));
}

/// Closures and single years stand on the page in words, where a drawn week cannot show them.
#[test]
fn hours_beyond_a_week_are_said_in_words() {
    for (hours, said) in [
        ("Mo-Fr 08:30-17:00; Feb 10-20 off", "2月10日至2月20日休息"),
        ("2026 Mo-Fr 08:30-17:00", "2026年"),
        ("week 1-53/2 Mo 09:00-11:00", "隔周"),
        ("Mo-Fr 08:30-17:00; Dec 31 off", "12月31日"),
    ] {
        let w = Workspace::new();
        w.edit("content/one/points/east.yaml", "Mo-Fr 08:30-11:30,14:30-17:30; PH off", hours);
        w.run(&["build", "--only", "site"]).expect(0);
        let page = fs::read_to_string(w.path().join("output/site/one/points/east/index.html")).unwrap();
        assert!(page.contains(said), "{hours}: {said} is not in {page}");
    }
}

/// A point of which nothing is known yet stops nobody: it has a page, and nothing to print.
#[test]
fn a_bare_point_is_only_a_warning() {
    let w = Workspace::new();
    w.edit("content/one/bureau.yaml", "hotline: 0477-0000000\n", "");
    w.write("content/one/points/new.yaml", "id: new\nname: 新站\nchannel: none-yet\n");
    w.edit("content/one/catalog.yaml", "items:", "  - {id: none-yet, name: 新渠道, tier: village}\nitems:");
    w.run(&["build"]).expect(0);
    assert!(w.path().join("output/site/one/points/new/index.html").exists());
    assert!(!w.path().join("output/print/one/points/new").exists());
}

/// Where two folders cannot change places in one step, a kill leaves the output under its old name. The next build knows what it was.
#[test]
fn an_output_under_its_old_name_is_known_again() {
    let w = Workspace::new();
    w.write("content/one/points/west.yaml", POINT.replace("id: east", "id: west"));
    w.run(&["build"]).expect(0);
    w.write("output/site/ours.txt", "ours");
    fs::rename(w.path().join("output"), w.path().join(".output.old")).unwrap();
    fs::remove_file(w.path().join("content/one/points/west.yaml")).unwrap();
    w.run(&["build"]).expect(0);
    assert!(!w.path().join("output/site/one/points/west").exists(), "a page of a point that is gone was taken for people's own");
    assert!(w.path().join("output/site/ours.txt").exists());
}
