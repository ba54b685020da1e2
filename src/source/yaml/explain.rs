//! The parser's reasons in plain Chinese. Its own words serve in English.

use granit_parser::ErrorKind;

/// What is wrong, in a few words.
pub fn explain(kind: &ErrorKind) -> String {
    use ErrorKind as E;
    let words = match kind {
        E::UnclosedFlowCollection { open } => return format!("“{open}”没有配对的结束括号"),
        E::MismatchedFlowCollectionEnd { open, close } => return format!("括号不配对：以“{open}”开头，以“{close}”结束"),
        E::UnexpectedCharacter { character } => return format!("这里不能用“{character}”，整段加引号"),
        E::MisplacedFlowCollectionEnd => "括号不配对：多了一个结束括号",
        E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => "括号没有写完",
        E::ExpectedFlowMappingSeparator => "花括号里各项之间缺少逗号，或缺少结束括号 }",
        E::ExpectedFlowSequenceSeparator => "方括号里各项之间缺少逗号，或缺少结束括号 ]",
        E::UnexpectedEof | E::UnexpectedEofBlockSequence | E::UnexpectedEofBlockMapping => "内容没有写完",
        E::UnclosedQuotedScalar => "引号没有配对",
        E::InvalidQuotedScalarIndent => "引号没有配对，或引号里换行后没有缩进",
        E::DocumentIndicatorInQuotedScalar => "引号里另起一行写了 --- 或 ...，引号可能没有配对",
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => "结束引号后面还有文字，整段加引号",
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => "双引号里反斜杠 \\ 后面的写法不认识，改用单引号，或写两个反斜杠",
        E::InvalidIndentation => "缩进不齐",
        E::InvalidFlowScalarIndent => "括号里换行后没有缩进",
        E::ExpectedBlockMappingKey => "缩进不齐，或这里缺少“键: 值”",
        E::ExpectedBlockSequenceEntry => "缩进不齐，或同级的行没有以“-”开头",
        E::SimpleKeyExpected | E::InvalidSimpleKey => "这里缺少“键: 值”中的冒号",
        E::MappingValueNotAllowed | E::InvalidColonPlacement => {
            "这里多了一个冒号，或缩进不齐，或上一行的括号没有写完；值里有冒号时整段加引号"
        }
        E::InvalidMappingValueWhitespace | E::FlowMappingValueAdjacentCollection => "冒号后面缺少一个半角空格",
        E::MappingKeyNotAllowed => "这里不能再写键，检查缩进",
        E::ExpectedNodeContent | E::UnexpectedEndOfPlainScalar => "这里缺少内容",
        E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => "括号里单独的“-”要加引号",
        E::BlockSequenceEntryNotAllowed => "“-”不能写在这里：列表另起一行，文字加引号",
        E::InvalidBlockEntryWhitespace => "“-”后面缺少一个半角空格",
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabAtBlockScalarStart | E::TabInPlainScalar => {
            "这里用了制表符，改用空格"
        }
        E::CommentInterceptedScalar => "几行文字中间夹了 # 注释",
        E::CommentNotSeparated => "# 注释前面缺少一个空格",
        E::ExpectedWhitespace => "这里缺少一个空格",
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => "| 或 > 后面要另起一行再写文字",
        E::InvalidBlockScalarIndent => "| 或 > 下面的文字缩进不齐",
        E::UnknownAnchor => "别名 * 没有对应的 &",
        E::MissingAnchorOrAliasName => "& 或 * 后面缺少名称；文字以 & 或 * 开头时整段加引号",
        E::InvalidDocumentEnd => "文档结束标记 ... 后面还有文字",
        E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective => "上面的内容已经结束，这里又写了别的，检查缩进",
        E::MultipleDocumentsUnsupported => "一个文件里有两份文档",
        E::BomInsideDocument => "文件中间夹了字节顺序标记，删去后重新保存",
        E::InvalidDirectiveTerminator
        | E::DirectiveDisallowed
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::YamlVersionTooLong
        | E::MissingYamlVersion
        | E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::InvalidTagDirectiveTerminator
        | E::ExpectedTagDirectiveBang => "以 % 开头的行是给解析程序的指令，这里用不着；文字以 % 开头时整段加引号",
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte => "叹号 ! 开头的标记用不着；文字以 ! 开头时整段加引号",
        _ => "这里的写法读不懂",
    };
    words.to_owned()
}
