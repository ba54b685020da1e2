//! A GIF block by block (GIF89a): frames, their times and the loop stay, comments, texts, other programs' data and what stands behind the end fall away.

/// The picture; none where it is cut off.
pub fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3_usize << (usize::from(flags & 7) + 1) };
    let mut at = 13 + colours(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    // The time of a frame stands before it, and goes where its frame goes.
    let mut time: &[u8] = &[];
    loop {
        let start = at;
        match *bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                // Place and size, own colours, the size of the first code, data.
                at = end_of_blocks(bytes, at + 10 + colours(*bytes.get(at + 9)?) + 1)?;
                out.extend_from_slice(time);
                out.extend_from_slice(bytes.get(start..at)?);
                time = &[];
            }
            0x21 => {
                let kind = *bytes.get(at + 1)?;
                at = end_of_blocks(bytes, at + 2)?;
                let block = bytes.get(start..at)?;
                match kind {
                    0xF9 => time = block,
                    // A text that no browser draws; the time before it was its own.
                    0x01 => time = &[],
                    0xFF => out.extend(repeats(block).unwrap_or_default()),
                    _ => {}
                }
            }
            _ => return None,
        }
    }
}

/// Behind the parts of a block, each with its length before it, and the empty one at their end.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// How often the film repeats, and nothing else that such a block may hold.
fn repeats(block: &[u8]) -> Option<Vec<u8>> {
    let head = block.get(..14)?;
    let known = matches!(head.get(3..14)?, b"NETSCAPE2.0" | b"ANIMEXTS1.0");
    let count = block.get(14..18).filter(|c| known && c.starts_with(&[3, 1]))?;
    Some([head, count, &[0]].concat())
}
