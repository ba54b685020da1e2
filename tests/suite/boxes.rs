//! Every kind of piece with no phone and with twelve, with long addresses, many people and hours of six seasons: no word lies on another
//! or off the sheet, every number is there, and characters are as large as the distance asks for.

use std::fs;
use std::path::{Path, PathBuf};

use super::extremes::{faults, pages};
use super::runts;
use super::support::{Workspace, squeezed};

const SIX: &str = "Jan 01-Feb 28 Mo-Fr 08:30-11:30,13:00-17:00; Mar 01-Apr 30 Mo-Fr 08:30-11:45,13:15-17:15; \
    May 01-Jun 30 Mo-Fr 08:00-11:45,14:00-17:30; Jul 01-Aug 31 Mo-Fr 07:30-11:30,14:30-18:00; \
    Sep 01-Oct 31 Mo-Fr 08:30-11:45,13:30-17:30; Nov 01-Dec 31 Mo-Fr 09:00-11:30,13:00-16:30; PH off";

/// So many characters of a text that means something.
fn long(count: usize) -> String {
    "符合资助条件的救助对象参加城乡居民基本医疗保险个人缴费补贴申领及变更登记服务事项".chars().cycle().take(count).collect()
}

fn phones(count: usize) -> String {
    (0..count).map(|i| format!("\"0477-{}\"", 2_000_000 + i)).collect::<Vec<_>>().join(", ")
}

/// Two points for each count of phones, a plain one and one with everything long, and with `bureau` phones of the bureau's own.
fn workspace(bureau: usize) -> Workspace {
    let w = Workspace::new();
    w.write(
        "content/one/bureau.yaml",
        format!(
            "name: 测试{}医疗保障局\nhotline: [{numbers}]\ncomplaint_phone: [{numbers}]\nedition: \"2026-04\"\n",
            if bureau > 1 { long(18) } else { String::new() },
            numbers = phones(bureau)
        ),
    );
    let items: String = (0..5)
        .map(|i| {
            format!(
                "  - {{id: i-{i}, name: {}{i}, handling: 承诺件, depth: {{hall: 办结, town: 受理（15天内办结）, web: 办结}}}}\n",
                long(8 + i)
            )
        })
        .collect();
    w.write(
        "content/one/catalog.yaml",
        format!(
            "title: 清单\nchannels:\n  - {{id: hall, name: 大厅, tier: county}}\n  - {{id: town, name: 镇站, tier: town}}\n  \
             - {{id: web, name: 手机, tier: online}}\nitems:\n{items}"
        ),
    );
    fs::remove_file(w.path().join("content/one/guides/enrol.md")).unwrap();
    fs::remove_file(w.path().join("content/one/points/east.yaml")).unwrap();
    for (count, people) in [(0, 0), (1, 1), (2, 6), (4, 19), (12, 40)] {
        for full in [false, true] {
            let (kind, name, address, role) = if full {
                ("full", format!("东镇{}服务站", long(28)), long(120), long(12))
            } else {
                ("plain", "东镇医保服务站".to_owned(), "东街1号".to_owned(), "经办".to_owned())
            };
            let staff: String = (0..people)
                .map(|i| {
                    format!(
                        "  - {{name: 张三{i}, role: {role}, party_member: {}, phone: 0477-0000003, public: true}}\n",
                        i % 2 == 0
                    )
                })
                .collect();
            let mut point = format!(
                "id: {kind}-{count}\nname: {name}\nplace: 东镇\nchannel: town\naddress: {address}\nhours: \"{}\"\n\
                 rating: https://example.org/r\ndirections: {}。\nlocation: {{lat: 38.6, lon: 108.8, crs: wgs84}}\n\
                 windows: [{{number: 1, name: {}}}]\n",
                if full { SIX } else { "Mo-Fr 08:30-11:30,14:30-17:30; PH off" },
                long(if full { 100 } else { 6 }),
                long(if full { 20 } else { 2 }),
            );
            if count > 0 {
                point += &format!("phone: [{}]\n", phones(count));
            }
            if full {
                point += &format!(
                    "special: [{{name: {}, hours: \"Sa 08:30-11:30\", note: {}。}}, {{name: 午间, hours: \"Mo-Fr 11:30-13:00\"}}]\n",
                    long(30),
                    long(40)
                );
            }
            if people > 0 {
                point += &format!("staff:\n{staff}");
            }
            w.write(&format!("content/one/points/{kind}-{count}.yaml"), point);
        }
    }
    w.write("content/one/panels/one.md", format!("---\ntitle: {}\n---\n\n一、{}。\n\n二、{}。\n", long(12), long(50), long(20)));
    w.write(
        "content/one/leaflets/one.md",
        format!(
            "---\ntitle: {}\nsubtitle: {}\nreviewed: 2026-05-01\n---\n\n## {}\n\n{}。\n\n- {}；\n- {}。\n",
            long(16),
            long(20),
            long(8),
            long(60),
            long(30),
            long(30)
        ),
    );
    w.write(
        "content/one/campaigns/one.yaml",
        format!(
            "title: {}\nlead: {}。\npoints:\n  - {{title: {}, text: {}。}}\n  - {{title: {}, text: {}。}}\nsteps: [{}]\n",
            long(12),
            long(40),
            long(8),
            long(30),
            long(9),
            long(30),
            long(12)
        ),
    );
    w.run(&["build", "--only", "print"]).expect(0);
    w
}

fn pieces(w: &Workspace) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(w.path().join("output/print/one")).sort_by_file_name().into_iter().flatten();
    files.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "pdf")).collect()
}

/// All words of a file, without spaces.
fn said(file: &Path) -> String {
    let done = std::process::Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(file).arg("-").output().unwrap();
    squeezed(&String::from_utf8(done.stdout).unwrap())
}

#[test]
fn any_number_of_phones_and_people_stays_on_every_piece() {
    for bureau in [1, 4] {
        let w = workspace(bureau);
        let (mut found, files) = (Vec::new(), pieces(&w));
        assert!(files.len() > 120, "{}", files.len());
        for file in &files {
            let name = file.strip_prefix(w.path()).unwrap().display().to_string();
            for (number, (width, height, words)) in pages(file).into_iter().enumerate() {
                found
                    .extend(faults(width, height, &words, 0.16).into_iter().map(|f| format!("{name}, page {}: {f}", number + 1)));
            }
        }
        found.extend(runts::faults_of(&files));
        assert!(found.is_empty(), "{bureau}: {}\n{}", found.len(), found.join("\n"));
        // What does not fit is not left out either.
        for kind in ["plain", "full"] {
            for piece in
                ["service-list", "service-list-a3", "phone-sign", "hours-sign", "directions", "desk-card", "desk-card-a6"]
            {
                let text = said(&w.path().join(format!("output/print/one/points/{kind}-12/{piece}.pdf")));
                let missing: Vec<usize> = (0..12).filter(|i| !text.contains(&format!("0477-{}", 2_000_000 + i))).collect();
                assert!(missing.is_empty(), "{kind} {piece}: {missing:?} are not in {text}");
            }
        }
    }
}

/// A short list is read from where it hangs: characters of 5 mm on A4, of 10 mm on A3; it stands on one sheet and says what else people ask.
#[test]
fn a_short_list_is_as_large_as_its_distance_asks_for() {
    let w = workspace(1);
    for (piece, least) in [("service-list", 5.0), ("service-list-a3", 10.0)] {
        let file = w.path().join(format!("output/print/one/points/plain-2/{piece}.pdf"));
        let all = pages(&file);
        assert_eq!(all.len(), 1, "{piece}");
        assert!(said(&file).contains("网上也能办") && said(&file).contains("手机：以上各项"), "{piece}");
        let (_, height, words) = &all[0];
        // The box of a word is as high as its size; a character is 0.92 of it.
        let names: Vec<f64> =
            words.iter().filter(|w| w.text.starts_with("符合")).map(|w| (w.at[3] - w.at[1]) * 0.92 / 72.0 * 25.4).collect();
        assert!(names.len() >= 5 && names.iter().all(|mm| *mm >= least), "{piece}: {names:?}");
        // The list takes the sheet down to its foot, not half of it.
        let lowest = words.iter().filter(|w| w.text.starts_with("符合")).map(|w| w.at[3]).fold(0.0, f64::max);
        assert!(lowest > height * 0.55, "{piece}: {lowest} of {height}");
    }
}

/// Sixty items are read from the same distance: no character is smaller, the list takes more sheets, and each is used.
#[test]
fn a_long_list_is_no_smaller_than_a_short_one() {
    let w = workspace(1);
    let items: String = (0..60)
        .map(|i| {
            format!(
                "  - {{id: i-{i}, name: {}{i}, handling: 承诺件, depth: {{hall: 办结, town: 受理（15天内办结）}}}}\n",
                long(5 + i % 12)
            )
        })
        .collect();
    w.write(
        "content/one/catalog.yaml",
        format!("title: 清单\nchannels:\n  - {{id: hall, name: 大厅, tier: county}}\n  - {{id: town, name: 镇站, tier: town}}\nitems:\n{items}"),
    );
    w.run(&["build", "--only", "print", "--point", "plain-2"]).expect(0);
    for (piece, least, most) in [("service-list", 5.0, 4), ("service-list-a3", 10.0, 6)] {
        let file = w.path().join(format!("output/print/one/points/plain-2/{piece}.pdf"));
        let all = pages(&file);
        assert!((2..=most).contains(&all.len()), "{piece}: {} sheets", all.len());
        let mut seen = 0;
        for (number, (_, height, words)) in all.iter().enumerate() {
            let names: Vec<&super::extremes::Word> = words.iter().filter(|w| w.text.starts_with("符合资助")).collect();
            seen += names.len();
            for name in &names {
                let character = (name.at[3] - name.at[1]) * 0.92 / 72.0 * 25.4;
                assert!(character >= least - 0.01, "{piece}, page {}: {character:.2} mm: {}", number + 1, name.text);
            }
            let lowest = names.iter().map(|w| w.at[3]).fold(0.0, f64::max);
            assert!(lowest > height * if number + 1 == all.len() { 0.25 } else { 0.7 }, "{piece}, page {}: {lowest}", number + 1);
        }
        assert!(seen >= 60, "{piece}: {seen}");
    }
}
