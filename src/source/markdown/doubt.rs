//! What a Markdown text may not say as its writer meant it: what is seen, and what to write instead.

use crate::diagnostic::{Bilingual, Diagnostic, Span, codes};
use crate::say;

/// Something that is not certain, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Where it begins in the text that was looked at.
    pub at: usize,
    /// How many bytes long it is.
    pub len: usize,
    pub kind: Kind,
}

/// What is not certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `**` that begins bold words without an end.
    NoEnd,
    /// `**` behind a word and before a bracket, twice: a hidden name, or bold words.
    HiddenName,
    /// Single stars between words.
    StarsBetweenWords,
    /// A short line with dashes or equals signs below it, which is a heading.
    Underlined,
    /// `#标题`: a heading without its space, or a sign that is meant.
    LoneHash,
    /// A row of a table with more cells than its head.
    Surplus { cells: usize, columns: usize },
    /// Lines with strokes that are no table.
    NoTable,
    /// Words behind the fence of a code block, which are not shown.
    FenceWords(String),
    /// A code block without an end.
    NoFenceEnd,
    /// `](地址)` or `](`…`)` with full-width brackets.
    WideBrackets,
    /// A title of a link or picture, which is not shown.
    Title(String),
    /// A numbered list whose numbers are not those that are shown.
    Number { written: u64, shown: u64 },
    /// A second footnote of the same name.
    NoteTwice(String),
    /// A reference to a footnote that is not there.
    NoNote(String),
    /// A comment without an end, which hides all that follows.
    NoCommentEnd,
}

impl Doubt {
    /// The finding, at its place in the file.
    pub fn finding(&self, at: Span) -> Diagnostic {
        let (message, help) = self.kind.words();
        Diagnostic::new(&codes::MARKDOWN_DOUBT, at, message).help(help)
    }
}

impl Kind {
    fn words(&self) -> (Bilingual, Bilingual) {
        match self {
            Self::NoEnd => (
                say!("“**”没有配对，星号照原样显示", "`**` has no counterpart: the stars are shown as they are"),
                say!(
                    "加粗写成 **文字**，星号里侧不留空格，不跨段；要的就是星号时写 \\*\\*",
                    "write `**words**` for bold, without spaces inside the stars and within one paragraph; write `\\*\\*` for stars"
                ),
            ),
            Self::HiddenName => (
                say!(
                    "“**”在字与括号之间，看不出是加粗还是代替隐去的字",
                    "`**` between a word and a bracket may mark bold words or hide a name"
                ),
                say!(
                    "隐去的字写成 \\*\\*；加粗时在“**”外侧留一个空格",
                    "write `\\*\\*` for hidden letters; for bold, put a space outside the stars"
                ),
            ),
            Self::StarsBetweenWords => (
                say!("文字中间的单个“*”照原样显示", "single `*` between words are shown as they are"),
                say!(
                    "要强调时写成 **文字**；要的就是星号时写 \\*，相乘写 ×",
                    "write `**words**` for emphasis, `\\*` for a star, × for times"
                ),
            ),
            Self::Underlined => (
                say!("下一行是 --- 或 ===，这一行成了标题", "the line of --- or === makes the text above it a heading"),
                say!(
                    "标题写成“## 标题”；要画一条线时，在线的上面空一行",
                    "write `## …` for a heading; for a line, leave an empty line above it"
                ),
            ),
            Self::LoneHash => (
                say!("“#”后面没有空格，照原样显示", "no space follows `#`: it is shown as it is"),
                say!("标题写成“# 标题”；要的就是 # 时写 \\#", "write `# …` for a heading, `\\#` for the sign"),
            ),
            Self::Surplus { cells, columns } => (
                say!("这一行有 {cells} 格，表头只有 {columns} 格", "the row has {cells} cells, the head {columns}"),
                say!("在表头补一列；格子里的竖线写成 \\|", "add a column to the head; write `\\|` for a stroke within a cell"),
            ),
            Self::NoTable => (
                say!(
                    "这几行有竖线，但不成表格，照原样显示",
                    "these lines have strokes but are not a table: they are shown as they are"
                ),
                say!(
                    "第二行写 |---|---|，格数与第一行一样",
                    "write `|---|---|` as the second line, with as many cells as the first"
                ),
            ),
            Self::FenceWords(words) => (
                say!(
                    "“{words}”写在代码块的起始行，不会显示",
                    "“{words}” stands on the first line of a code block and is not shown"
                ),
                say!("另起一行写；要的就是 ~~~ 时写 \\~~~", "put it on a line of its own; write `\\~~~` for the signs"),
            ),
            Self::NoFenceEnd => (
                say!("``` 或 ~~~ 没有配对，后面的文字都成了代码", "``` or ~~~ has no counterpart: all that follows is code"),
                say!(
                    "在代码块后面另起一行写同样的 ``` 或 ~~~，或删去这一行",
                    "write the same sign on a line below the code, or remove this line"
                ),
            ),
            Self::WideBrackets => (
                say!("链接用了全角括号，照原样显示", "the link has full-width brackets: it is shown as it is"),
                say!("写成 [文字](地址)，图片写成 ![文字](路径)", "write `[words](address)`, and `![words](path)` for a picture"),
            ),
            Self::Title(words) => (
                say!("地址后面的标题“{words}”不会显示", "the title “{words}” behind the address is not shown"),
                say!("写进方括号里，或写成正文", "write it between the square brackets, or as text"),
            ),
            Self::Number { written, shown } => (
                say!(
                    "写的是第 {written} 条，显示为第 {shown} 条：编号自动接着排",
                    "the item is written as {written} and shown as {shown}: lists are numbered in order"
                ),
                say!(
                    "按顺序编号；要保留这个号码时写成“{written}、”",
                    "number the items in order; write `{written}、` to keep the number"
                ),
            ),
            Self::NoteTwice(label) => (
                say!("脚注“{label}”写了两次", "the footnote “{label}” is written twice"),
                say!("改一个名称", "give one of them another name"),
            ),
            Self::NoNote(label) => (
                say!("脚注“{label}”没有内容", "the footnote “{label}” has no text"),
                say!("在后面写一行 [^{label}]: 内容", "write a line `[^{label}]: …` below"),
            ),
            Self::NoCommentEnd => (
                say!("<!-- 没有配对，后面的文字都不显示", "<!-- has no counterpart: nothing that follows is shown"),
                say!("写上 -->，或删去 <!--", "write `-->`, or remove `<!--`"),
            ),
        }
    }
}
