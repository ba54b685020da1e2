//! Two writing operations at once, as two processes: nothing is lost, nothing is inconsistent, and nobody is answered with an error of the system.
//!
//! A few rounds of each pair; with `YIZHAN_PAIRS=200` so many.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::kills::{content, handed_in, path, with_standard};
use super::support::{Run, Workspace, yizhan};

/// How long all pairs of one test may take, unless a number of rounds is asked for.
const BUDGET: Duration = Duration::from_secs(10);

/// One of two operations.
pub struct Operation {
    /// How it is named when something is wrong.
    pub name: &'static str,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// How often each pair is tried, and until when.
pub fn rounds() -> (usize, Option<Duration>) {
    let asked = std::env::var("YIZHAN_PAIRS").ok().and_then(|text| text.parse().ok());
    asked.map_or((3, Some(BUDGET)), |count| (count, None))
}

/// Starts two operations together, again and again, and looks at what came of each.
pub fn pair(before: &dyn Fn() -> Workspace, both: [&Operation; 2], look: &dyn Fn(&Path, [&Run; 2], &str)) {
    let (count, budget) = rounds();
    let begun = Instant::now();
    let mut without_finding = [0; 2];
    for round in 0..count {
        let workspace = before();
        let children = both.map(|operation| start(workspace.path(), operation));
        let runs = children.map(|child| run_of(child.wait_with_output().unwrap()));
        let at = format!("{} and {}, round {round}", both[0].name, both[1].name);
        for run in &runs {
            let said = format!("{}{}", run.out, run.err);
            assert!((0..=2).contains(&run.status), "{at}: {said}");
            assert!(!said.contains("os error") && !said.contains("panicked"), "{at}: {said}");
        }
        for left in ["pending", "commit", "lock.owner"] {
            assert!(!workspace.path().join(".yizhan").join(left).exists(), "{at}: .yizhan/{left} is left");
        }
        look(workspace.path(), [&runs[0], &runs[1]], &at);
        for (sum, run) in without_finding.iter_mut().zip(&runs) {
            *sum += usize::from(run.status == 0);
        }
        if budget.is_some_and(|budget| begun.elapsed() > budget) {
            break;
        }
    }
    if budget.is_none() {
        // A long run tells how far it is: a round that loses something would have stopped it.
        let [first, second] = without_finding;
        let (one, two) = (both[0].name, both[1].name);
        let _ = writeln!(
            std::io::stderr(),
            "{one} and {two}: {count} rounds, nothing lost; {first} and {second} of them without a finding"
        );
    }
}

fn start(root: &Path, operation: &Operation) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_yizhan"))
        .args(&operation.arguments)
        .arg("-C")
        .arg(root)
        .env("LC_ALL", "en_US.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1796083200")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn run_of(done: Output) -> Run {
    Run {
        status: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

pub fn operation(name: &'static str, arguments: &[&str]) -> Operation {
    Operation { name, arguments: arguments.iter().map(|a| (*a).to_owned()).collect() }
}

/// Whether the workspace is whole: nothing but locked records may keep it from checking.
pub fn whole(root: &Path, at: &str) {
    let check = yizhan(root, &["check", "--format", "json"]);
    let errors: Vec<_> = check.findings().into_iter().filter(|f| f["severity"] == "error" && f["code"] != "Y118").collect();
    assert!(errors.is_empty(), "{at}: {errors:#?}");
    let left: Vec<String> = content(root).into_keys().filter(|n| n.contains(".tmp") || n.ends_with(".yizhan-new")).collect();
    assert!(left.is_empty(), "{at}: {left:?}");
}

#[test]
fn two_results_of_one_round_at_once_are_one_record_and_one_conflict() {
    let outside = handed_in(with_standard().path());
    let (first, other) = (path(&outside, "first.zip"), path(&outside, "other.zip"));
    let bytes = [fs::read(&first).unwrap(), fs::read(&other).unwrap()];
    let both = [operation("first", &["inspect", "import", &first]), operation("other", &["inspect", "import", &other])];
    pair(&with_standard, [&both[0], &both[1]], &|root, runs, at| {
        whole(root, at);
        let statuses = runs.map(|run| run.status);
        let mut sorted = statuses;
        sorted.sort_unstable();
        let said = format!("{}{}", runs[0].err, runs[1].err);
        assert_eq!(sorted, [0, 1], "{at}: {said}");
        let records = content(root).into_keys().filter(|n| n.contains("inspections/") && n.ends_with(".yaml")).count();
        assert_eq!(records, 1, "{at}: {said}");
        let lost = usize::from(statuses[0] == 0);
        assert!(content(root).iter().any(|(n, b)| n.starts_with("intake/conflicts/") && *b == bytes[lost]), "{at}: {said}");
    });
    // The same file twice: one record, and the other knows it.
    let same = operation("the same", &["inspect", "import", &first]);
    pair(&with_standard, [&same, &same], &|root, runs, at| {
        whole(root, at);
        assert_eq!(runs.map(|run| run.status), [0, 0], "{at}: {}{}", runs[0].err, runs[1].err);
        let records = content(root).into_keys().filter(|n| n.contains("inspections/") && n.ends_with(".yaml")).count();
        assert_eq!(records, 1, "{at}");
    });
}

#[test]
fn any_two_operations_at_once_lose_nothing() {
    let outside = handed_in(with_standard().path());
    let (first, later, other) = (path(&outside, "first.zip"), path(&outside, "later.zip"), path(&outside, "other.zip"));
    let table = path(&outside, "a.csv");
    fs::write(&table, "编号,名称,渠道,地址\neast,东镇医保服务站,镇站,新街9号\n").unwrap();
    let keys = tempfile::tempdir().unwrap();
    let key = path(&keys, "key.txt");
    let before = || {
        let workspace = with_standard();
        yizhan(workspace.path(), &["inspect", "import", &first]).expect(0);
        workspace
    };
    yizhan(before().path(), &["inspect", "lock", "--new-key", &key]).expect(0);
    let operations = [
        operation("import later", &["inspect", "import", &later]),
        operation("import other", &["inspect", "import", &other]),
        operation("redact", &["inspect", "forget", "金拾遗", "--write"]),
        operation("lock", &["inspect", "lock", "--identity", &key]),
        operation("unlock", &["inspect", "unlock", "--identity", &key]),
        operation("import points", &["import", "points", &table, "--write"]),
    ];
    for (i, one) in operations.iter().enumerate() {
        for two in operations.iter().skip(i) {
            pair(&before, [one, two], &|root, runs, at| {
                yizhan(root, &["inspect", "unlock", "--identity", &key]).expect(0);
                whole(root, at);
                let now = content(root);
                let holds = |words: &str| now.values().any(|bytes| String::from_utf8_lossy(bytes).contains(words));
                for (operation, run) in [one, two].into_iter().zip(runs) {
                    let said = format!("{at}: {}{}", run.out, run.err);
                    // Stopped is said and changes nothing; what is answered otherwise is there.
                    let stopped = run.err.contains("Y118") || run.err.contains("W801");
                    match operation.name {
                        "import points" => assert!(stopped || holds("新街9号"), "{said}"),
                        "import later" => assert!(stopped || (run.status == 0 && holds("marks: 3")), "{said}"),
                        "import other" => {
                            let kept = now.keys().any(|name| name.starts_with("intake/conflicts/other-"));
                            let redacted = [one, two].iter().any(|o| o.name == "redact");
                            assert!(stopped || kept || redacted, "{said}");
                        }
                        _ => {}
                    }
                }
            });
        }
    }
}
