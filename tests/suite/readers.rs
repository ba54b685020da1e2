//! Whoever reads takes no lock, and still sees all of a commit or nothing of it.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::support::{CATALOG, GUIDE, POINT, Workspace};
use yizhan::ops::{Access, Answers, Caller, FileEdit, Plan, Session, export, table_import};

/// How many points move house together.
const POINTS: usize = 40;
/// How long readers and the writer are at it.
const LONG: Duration = Duration::from_secs(6);

fn address(index: usize, number: usize) -> String {
    format!(
        "id: p{index:02}\nname: 第{index}站\nchannel: town\naddress: 新街{number}号\nphone: 0477-0000001\nhours: \"Mo-Fr 08:30-11:30,14:30-17:30; PH off\"\n"
    )
}

/// Many points at one address, and an item whose id is written in the first file of a commit and in others.
fn many_points() -> Workspace {
    let workspace = Workspace::new();
    assert!(POINT.starts_with("id: east"));
    fs::remove_file(workspace.path().join("content/one/points/east.yaml")).unwrap();
    for index in 0..POINTS {
        workspace.write(&format!("content/one/points/p{index:02}.yaml"), address(index, 0));
    }
    workspace
}

fn caller(workspace: &Workspace) -> Caller {
    Caller {
        root: workspace.path().to_owned(),
        who: "王芳".to_owned(),
        host: "窗口一".to_owned(),
        today: "2026-12-01".parse().unwrap(),
        now: "2026-12-01T10:00:00+08:00".parse().unwrap(),
        patience: Duration::from_secs(10),
    }
}

/// All points move to another number, and the item gets another id: half of that is a finding, and two numbers.
fn move_house(caller: &Caller, number: usize) {
    let session = Session::open(caller, Access::Write(yizhan::say!("搬家", "moving"))).unwrap();
    let mut plan = Plan::new("test", yizhan::say!("搬家", "moving"));
    let id = if number.is_multiple_of(2) { "enrol" } else { "enrolment" };
    for (_, file) in session.workspace.folder.sources.iter() {
        let new = match file.path.as_str() {
            "content/one/catalog.yaml" => CATALOG.replace("id: enrol", &format!("id: {id}")),
            "content/one/guides/enrol.md" => GUIDE.replace("item: enrol", &format!("item: {id}")),
            path => match path.strip_prefix("content/one/points/p").and_then(|rest| rest.strip_suffix(".yaml")) {
                Some(index) => address(index.parse().unwrap(), number),
                None => continue,
            },
        };
        plan.files.push(FileEdit::text(file, &new));
    }
    assert_eq!(plan.files.len(), POINTS + 2);
    session.commit(&plan, &Answers::default()).unwrap();
}

/// What is inconsistent in what a reader got, if anything is.
fn half(session: &Session) -> Option<String> {
    let mut found = session.found.clone();
    yizhan::check::check(&session.workspace, session.caller.today, &mut found);
    if let Some(error) = found.iter().find(|d| d.severity == yizhan::diagnostic::Severity::Error) {
        return Some(format!("{} {}", error.code.id, error.message.en));
    }
    let points = &session.workspace.bureaus[0].points;
    let mut addresses: Vec<&str> = points.iter().filter_map(|p| p.address.as_ref()).map(|text| text.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    (points.len() != POINTS || addresses.len() != 1).then(|| format!("{} points at {addresses:?}", points.len()))
}

#[test]
fn readers_see_all_of_a_commit_or_nothing_of_it() {
    let workspace = many_points();
    workspace.run(&["check"]).expect(0);
    let (done, commits, reads, runs) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let (done, commits, reads, runs, shared) = (&done, &commits, &reads, &runs, &workspace);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let begun = Instant::now();
            for number in 1.. {
                if begun.elapsed() > LONG {
                    break;
                }
                move_house(&caller(shared), number);
                commits.fetch_add(1, Ordering::Relaxed);
                // As long as a person needs at least between two operations.
                std::thread::sleep(Duration::from_millis(40));
            }
            done.store(true, Ordering::Relaxed);
        });
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                let session = Session::open(&caller(shared), Access::Read).map_err(|stop| stop.found).unwrap();
                assert_eq!(half(&session), None, "a reader in this process, after {} reads", reads.load(Ordering::Relaxed));
                let request = export::Request { kind: table_import::Kind::Points, bureau: None, standard: None };
                assert!(!export::workbook(&session, &request).unwrap().is_empty());
                reads.fetch_add(1, Ordering::Relaxed);
            }
        });
        scope.spawn(move || {
            let outside = tempfile::tempdir().unwrap();
            let book = outside.path().join("points.xlsx");
            while !done.load(Ordering::Relaxed) {
                let check = shared.run(&["check", "--format", "json"]);
                let errors: Vec<_> = check.findings().into_iter().filter(|f| f["severity"] == "error").collect();
                assert!(errors.is_empty() && check.status == 0, "{errors:#?}{}", check.err);
                shared.run(&["export", "points", "--force", "-o", &book.to_string_lossy()]).expect(0);
                let mut zip = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
                let all: String =
                    (0..zip.len()).map(|i| std::io::read_to_string(zip.by_index(i).unwrap()).unwrap_or_default()).collect();
                let mut numbers: Vec<&str> =
                    all.split("新街").skip(1).filter_map(|rest| rest.split_once('号').map(|(number, _)| number)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                assert_eq!(numbers.len(), 1, "a workbook of two states: {numbers:?}");
                runs.fetch_add(1, Ordering::Relaxed);
            }
        });
    });
    let (commits, reads, runs) = (commits.load(Ordering::Relaxed), reads.load(Ordering::Relaxed), runs.load(Ordering::Relaxed));
    assert!(commits > 3 && reads > 10 && runs > 1, "{commits} commits, {reads} reads, {runs} runs");
}

#[test]
fn what_is_made_of_pictures_later_is_of_the_state_that_was_read() {
    let workspace = many_points();
    let reader = Session::open(&caller(&workspace), Access::Read).unwrap();
    assert!(reader.is_as_read().is_ok());
    // Somebody who only prepares a commit changes nothing.
    let writer = Session::open(&caller(&workspace), Access::Write(yizhan::say!("试", "try"))).unwrap();
    workspace.write(".yizhan/pending/new-0", "half");
    assert!(reader.is_as_read().is_ok() && writer.is_as_read().is_ok());
    drop(writer);
    move_house(&caller(&workspace), 1);
    let stop = reader.is_as_read().unwrap_err();
    assert_eq!(stop.found.iter().next().unwrap().code.id, "W801");
    let again = Session::open(&caller(&workspace), Access::Read).unwrap();
    assert!(again.is_as_read().is_ok());
}
