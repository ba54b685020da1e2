//! What a clerk writes in a guide or a chapter is shown as it is meant, on the site and on paper alike, or a finding says what was seen: nothing of
//! it vanishes or becomes something else in silence.

use std::fs;

use super::input::pictures::picture;
use super::support::{GUIDE, Workspace, expect, pdf_text, squeezed, tree};

/// The workspace whose guide has this text.
fn with(body: &str) -> Workspace {
    let w = Workspace::new();
    w.write("content/one/guides/enrol.md", format!("{GUIDE}\n{body}\n"));
    w
}

/// The findings about a guide's text, as `line:column code`, the line counted from the first of the text.
fn doubts(body: &str) -> Vec<String> {
    let run = with(body).run(&["check", "--format", "json"]);
    let found = run.findings();
    found
        .iter()
        .filter(|f| f["file"] == "content/one/guides/enrol.md")
        .map(|f| {
            for key in ["message", "help"] {
                assert!(f[key].as_str().is_some_and(|words| !words.is_empty()), "{f}");
            }
            format!("{}:{} {}", f["line"].as_u64().unwrap() - 8, f["column"], f["code"].as_str().unwrap())
        })
        .collect()
}

/// The text of the guide on its page, as HTML.
fn page(w: &Workspace) -> String {
    w.run(&["build", "--only", "site"]).expect(0);
    let html = fs::read_to_string(w.path().join("output/site/one/items/enrol/index.html")).unwrap();
    let start = html.find("<h2>说明</h2>").unwrap_or_else(|| panic!("{html}")) + "<h2>说明</h2>".len();
    html[start..].split("<p class=\"note\">").next().unwrap().to_owned()
}

fn shown(body: &str) -> String {
    page(&with(body))
}

/// Each text holds each of the fragments on the site, in that form, and gives no finding.
fn certain(cases: &[(&str, &[&str])]) {
    for (body, fragments) in cases {
        let html = shown(body);
        for fragment in *fragments {
            assert!(html.contains(fragment), "{body:?} does not show {fragment:?}:\n{html}");
        }
        let found = doubts(body);
        assert!(found.is_empty(), "{body:?}: {found:?}");
    }
}

#[test]
fn bold_words_stand_beside_any_mark() {
    for (written, bold, rest) in [
        ("按**70%**的比例", "70%", "的比例"),
        ("费用**≥500元**另报", "≥500元", "另报"),
        ("起付线**￥300**以上", "￥300", "以上"),
        ("限**(市内)**就医", "(市内)", "就医"),
        ("限**（市内）**就医", "（市内）", "就医"),
        ("交**身份证(原件)**和", "身份证(原件)", "和"),
        ("出示**\"医保码\"**即可", "&quot;医保码&quot;", "即可"),
        ("出示**“医保码”**即可", "“医保码”", "即可"),
        ("**政策：**办理", "政策：", "办理"),
        ("**真，**她", "真，", "她"),
        ("第**①**步", "①", "步"),
        ("**3天内!**办结", "3天内!", "办结"),
        ("约**±5%**浮动", "±5%", "浮动"),
        ("按**《办法》第三条**办理", "《办法》第三条", "办理"),
        ("只收**.docx**格式", ".docx", "格式"),
        ("打**12393-1**转", "12393-1", "转"),
        ("在**A/B**两区", "A/B", "两区"),
        ("**`6201`**号窗口", "<code>6201</code>", "号窗口"),
        ("**第\n一行**后", "第一行", "后"),
    ] {
        certain(&[(written, &[&format!("<strong>{bold}</strong>{rest}")])]);
        // In a table, a list and a quotation as well.
        let line = written.replace('\n', "");
        let bold = format!("<strong>{bold}</strong>{rest}");
        certain(&[
            (&format!("| 项 |\n|---|\n| {line} |"), &[&bold]),
            (&format!("- {line}\n- 乙"), &[&bold]),
            (&format!("> {line}"), &[&bold]),
        ]);
    }
    certain(&[
        ("见**[平台](https://a.example)**后再来", &["<strong><a href=\"https://a.example\">平台</a></strong>后再来"]),
        ("***又粗又斜***", &["<em><strong>又粗又斜</strong></em>"]),
        ("~~旧价，~~新价", &["<del>旧价，</del>新价"]),
    ]);
}

#[test]
fn signs_that_mark_nothing_stay() {
    for text in [
        "尺寸600*400*30毫米，规格3*4*5",
        "规格0.25g*12片*2板",
        "380元*3人，基数*12*8%",
        "（1+2）*（3+4）*（5+6）",
        "2**10和3**4",
        "张**、李**、王*",
        "张**，李**。",
        "电话138****0000，139****1111",
        "不用“*”和“**”",
        "填（____）和（____）",
        "附件_申请表_样表.docx",
        "8~12点、14~17点",
        "3~~5天，5~~8天",
        "3 * 4 * 5",
        "注*：以上为准",
    ] {
        certain(&[(text, &[text])]);
    }
    // Stars of which nobody can say what they mean are shown, and said.
    assert_eq!(doubts("带*号的*必填"), ["1:2 Y120"]);
    assert!(shown("带*号的*必填").contains("带*号的*必填"));
    assert_eq!(doubts("前面**没有结尾。\n\n下一段"), ["1:3 Y120"]);
    assert_eq!(doubts("王**（女）、李**（男）"), ["1:2 Y120", "1:9 Y120"]);
    assert!(shown("王**（女）、李**（男）").contains("王**（女）、李**（男）"));
}

#[test]
fn paths_with_spaces_lead_to_pictures_and_files() {
    for (name, written) in [
        ("窗口 照片.png", "窗口 照片.png"),
        ("窗口 照片.png", "窗口%20照片.png"),
        ("窗口 照片(1).png", "窗口 照片(1).png"),
        ("照片（1）.png", "照片（1）.png"),
        ("a b c.png", "a b c.png"),
    ] {
        let w = with(&format!("前![示意图]({written})后"));
        w.write(&format!("content/one/guides/{name}"), picture(image::ImageFormat::Png));
        expect(&w.findings(), &[]);
        let html = page(&w);
        assert!(html.contains(&format!("{name}\" alt=\"示意图\"")), "{written}: {html}");
    }
    let w = with("见[申请 表](附件/申请 表.pdf)。");
    w.write("content/one/guides/附件/申请 表.pdf", b"%PDF-1.7 <<>>");
    expect(&w.findings(), &[]);
    let html = page(&w);
    assert!(html.contains("content/one/guides/附件/申请 表.pdf\">申请 表</a>"), "{html}");
    // Words in brackets behind words in brackets are no link.
    certain(&[("见[1](附 件)", &["见[1](附 件)"])]);
    assert_eq!(doubts("见[平台]（https://a.example/）"), ["1:2 Y120"]);
    assert_eq!(doubts("![图]（a.png）"), ["1:1 Y120"]);
    assert_eq!(doubts("[甲](https://a.example \"提示\")"), ["1:1 Y120"]);
}

#[test]
fn indented_lines_are_paragraphs() {
    let indents = ["    ", "\t", "　　", "　", "      ", "\u{a0}\u{a0}", " 　"];
    for first in indents {
        for second in indents {
            let html = shown(&format!("前言。\n\n{first}第一段有**粗体**。\n{second}第二段。\n\n{first}第三段。"));
            let wanted = "<p>前言。</p>\n<p>第一段有<strong>粗体</strong>。</p>\n<p>第二段。</p>\n<p>第三段。</p>";
            assert!(html.contains(wanted), "{first:?} {second:?}: {html}");
        }
    }
    // The second line of a paragraph goes on with it, in a list its text stays there, and code between fences is code.
    certain(&[
        ("    第一段\n接着写。", &["<p>第一段接着写。</p>"]),
        ("- 甲\n\n      续段\n- 乙", &["<li><p>甲</p>\n<p>续段</p>\n</li>"]),
        ("```\n    缩进 *甲*\n```", &["<pre><code>    缩进 *甲*</code></pre>"]),
        ("第一段\n　　\n第二段", &["<p>第一段</p>\n<p>第二段</p>"]),
        ("| 项 |\n|---|\n| 　其中：男 |", &["<td>　其中：男</td>"]),
    ]);
}

#[test]
fn headings_entries_and_lines_are_what_they_look_like() {
    certain(&[
        ("##标题", &["<h3 id=\"标题\">标题</h3>"]),
        ("前文\n###1号窗口\n后文", &["<p>前文</p>\n<h4 id=\"1号窗口\">1号窗口</h4>\n<p>后文</p>"]),
        ("＃＃ 标题", &["<h3 id=\"标题\">标题</h3>"]),
        ("#8号楼", &["<p>#8号楼</p>"]),
        ("材料：\n1、甲\n2、乙", &["材料：<br>\n1、甲<br>\n2、乙"]),
        (
            "一、甲\n（一）乙\n(2)丙\n③丁\n4.戊\n第五条　己\n•庚\n-辛",
            &["一、甲<br>\n（一）乙<br>\n(2)丙<br>\n③丁<br>\n4.戊<br>\n第五条　己<br>\n•庚<br>\n-辛"],
        ),
        ("- 甲\n  1、子\n  2、丑", &["<li>甲<br>\n1、子<br>\n2、丑</li>"]),
        ("每年\n3.5万元\n第十条规定的", &["每年 3.5万元第十条规定的"]),
        ("当场核对。\n---\n下一段", &["<p>当场核对。</p>\n<hr>\n<p>下一段</p>"]),
        ("1. 甲\n2. 乙\n\n2026. 年起执行", &["<p>2026. 年起执行</p>"]),
        ("按比例：\n>80%的\n>=60岁的", &["按比例：<br>\n&gt;80%的<br>\n&gt;=60岁的"]),
        ("> 引文", &["<blockquote>\n<p>引文</p>"]),
        ("年龄<60且>18，A&B，x<y and z>w", &["年龄&lt;60且&gt;18，A&amp;B，x&lt;y and z&gt;w"]),
        ("[注]: 本表自印发之日起执行。", &["[注]: 本表自印发之日起执行。"]),
        ("[平台]: https://a.example\n[乙]: 丙", &["[平台]: https://a.example<br>\n[乙]: 丙"]),
        ("见[甲]。\n\n[甲]: https://a.example", &["见<a href=\"https://a.example\">甲</a>。"]),
        ("<https://a.example>查询，医\u{200b}保", &["<a href=\"https://a.example\">https://a.example</a>查询，医保"]),
    ]);
    assert_eq!(doubts("#医保政策"), ["1:1 Y120"]);
    assert_eq!(doubts("标题\n---"), ["1:1 Y120"]);
    assert_eq!(doubts("前文\n\n标题\n==="), ["3:1 Y120"]);
    assert_eq!(doubts("1. 甲\n2. 乙\n4. 丙\n5. 丁"), ["3:1 Y120"]);
    assert!(doubts("1. 甲\n1. 乙\n1. 丙").is_empty());
}

#[test]
fn what_would_vanish_is_said() {
    let html = shown("| 项 | 数 |\n|---|:---:|\n| 甲 | 1 | 多的 | 更多 |\n| 乙 |");
    assert!(html.contains("<td>多的</td><td>更多</td>"), "{html}");
    assert_eq!(doubts("| 项 | 数 |\n|---|:---:|\n| 甲 | 1 | 多的 | 更多 |\n| 乙 |"), ["3:11 Y120"]);
    let html = shown("项 | 数\n---|---\n甲 | 1 | 多的");
    assert!(html.contains("<td>多的</td>"), "{html}");
    assert!(doubts("| 项 | 数 |\n|---|---|\n| a\\|b | 1 |").is_empty());
    for text in ["| 项 | 数 |\n| 甲 | 1 |", "| 项 | 数 |\n|---|\n| 甲 | 1 |"] {
        assert_eq!(doubts(text), ["1:1 Y120"], "{text}");
        assert!(shown(text).contains("| 项 | 数 |<br>"), "{text}");
    }
    assert_eq!(doubts("```\n没有结尾\n\n后文"), ["1:1 Y120"]);
    assert_eq!(doubts("``` 说明文字\n代码\n```"), ["1:1 Y120"]);
    assert_eq!(doubts("前文\n\n<!-- 没有结尾\n\n后文"), ["3:1 Y120"]);
    assert_eq!(doubts("见[^1]和[^2]\n\n[^1]: 甲"), ["1:7 Y120"]);
    assert_eq!(doubts("见[^1]\n\n[^1]: 甲\n\n[^1]: 乙"), ["5:1 Y120"]);
    assert!(shown("见[^1]\n\n[^1]: 甲\n\n[^1]: 乙").contains("[1] 乙"));
    assert!(shown("前<style>中\n\n后一段").contains("<p>后一段</p>"));
    assert!(shown("m<sup>2</sup>").contains("m2"));
}

#[test]
fn site_and_paper_say_the_same() {
    // Pieces of text that stay in one line on both; each is a paragraph of its own.
    let pieces = [
        "按**70%**的比例",
        "限**(市内)**就医",
        "600*400*30毫米",
        "0.25g*12片*2板",
        "张**、李**",
        "（____）和（____）",
        "3~~5天、5~~8天",
        "    首行四格",
        "　　首行全角",
        "##小标题",
        "1、甲项\n2、乙项",
        "核对完毕。\n---",
        ">80%的一级",
        "[注]: 自印发之日起执行",
        "#8号楼",
        "| 项 | 数 |\n|---|---|\n| 甲 | 1 | 多出 |",
        "| 没有 | 分隔 |\n| 的 | 表 |",
        "x<y and z>w",
        "医\u{200b}保",
        "王**（女）、李**（男）",
        "1. 第一\n3. 第三",
        "```\n代码 **星**\n```",
        "脚注[^1]\n\n[^1]: 脚注内容",
    ];
    let w = Workspace::new();
    w.write("content/one/handbooks/text.md", pieces.join("\n\n"));
    w.write("content/one/handbooks/book.yaml", "id: book\ntitle: 业务指南\nchapters:\n  - {title: 说明, file: text.md}\n");
    w.run(&["build"]).expect(0);
    let made = tree(&w.path().join("output"));
    let paper = made.keys().find(|path| path.ends_with("handbooks/book.pdf")).unwrap();
    let paper = pdf_text(&w.path().join("output").join(paper));
    let chapter = made.iter().filter(|(path, _)| path.contains("one/handbooks/book") && path.ends_with(".html"));
    let html: String = chapter.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    let mut site = String::new();
    let mut rest = html.as_str();
    while let Some((text, tail)) = rest.split_once('<') {
        site.push_str(text);
        rest = tail.split_once('>').map_or("", |(_, tail)| tail);
    }
    let site = squeezed(&site.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    for words in [
        "按70%的比例",
        "限(市内)就医",
        "600*400*30毫米",
        "0.25g*12片*2板",
        "张**、李**",
        "（____）和（____）",
        "3~~5天、5~~8天",
        "首行四格",
        "首行全角",
        "小标题",
        "1、甲项2、乙项",
        "核对完毕。",
        ">80%的一级",
        "[注]:自印发之日起执行",
        "#8号楼",
        "甲1多出",
        "|没有|分隔||的|表|",
        "x<yandz>w",
        "医保",
        "王**（女）、李**（男）",
        "代码**星**",
        "脚注[1]",
        "[1]脚注内容",
    ] {
        assert!(site.contains(words), "the site does not say {words}: {site}");
        assert!(paper.contains(words), "paper does not say {words}: {paper}");
    }
    for text in [&site, &paper] {
        assert!(!text.contains("##") && !text.contains("**70"), "{text}");
    }
}
