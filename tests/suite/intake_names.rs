//! Names of files that are handed in: long ones are cut between two characters, and what the file is stays in its name.

use std::fs;

use super::kills::with_standard;
use super::support::tree;

#[test]
fn the_longest_names_are_kept_under_names_that_any_disk_takes() {
    // As long as a name may be: 255 bytes with the ending.
    let han = "松塘村便民服务中心检查结果".repeat(7);
    let cut = |stem: &str, kind: &str| {
        let mut stem = stem.to_owned();
        while stem.len() + kind.len() + 1 > 255 {
            stem.pop();
        }
        format!("{stem}.{kind}")
    };
    // One and two letters before, so that the limit falls at each of the three bytes of a character.
    let names = [
        cut(&han, "zip"),
        cut(&format!("a{han}"), "xlsx"),
        cut(&format!("ab{han}"), "JSON"),
        cut(&"𠮷野家".repeat(30), "xls"),
        cut(&"n".repeat(255), "txt"),
        cut(&format!("{}.. .", "点".repeat(52)), "ods"),
        "短.zip".to_owned(),
    ];
    for (at, name) in names.iter().enumerate() {
        let workspace = with_standard();
        let outside = tempfile::tempdir().unwrap();
        let file = outside.path().join(name);
        let bytes = format!("PK no result {at}").into_bytes();
        fs::write(&file, &bytes).unwrap();
        let run = workspace.run(&["inspect", "import", &file.to_string_lossy()]).expect(1);
        let folder = workspace.path().join("intake/refused");
        let kept = tree(&folder);
        assert_eq!(kept.len(), 2, "{name}: {:?}\n{}", kept.keys(), run.err);
        let (own, there) = kept.iter().find(|(own, _)| !own.ends_with(".原因.txt")).unwrap();
        assert_eq!(*there, bytes, "{name}");
        let kind = name.rsplit_once('.').unwrap().1.to_lowercase();
        assert!(own.ends_with(&format!(".{kind}")), "{name} became {own}");
        for own in kept.keys() {
            assert!(own.len() <= 255 && !own.contains('\u{fffd}'), "{own} has {} bytes", own.len());
        }
        // Its beginning, whole characters, and as many of them as fit.
        let stem = own.rsplit_once('-').unwrap().0;
        let given = name.rsplit_once('.').unwrap().0;
        assert!(given.starts_with(stem), "{name} became {own}");
        assert!(stem == given || stem.len() > 150, "{name} became {own}");
        // The same file again, also from where it lies, is the same one.
        let again = folder.join(own);
        for from in [&file, &again] {
            workspace.run(&["inspect", "import", &from.to_string_lossy()]).expect(1);
            let now: Vec<String> = tree(&folder).into_keys().collect();
            assert_eq!(now, kept.keys().cloned().collect::<Vec<_>>(), "{name}");
        }
    }
}
