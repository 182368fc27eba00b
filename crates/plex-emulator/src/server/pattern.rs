//! How a path lies on a pattern, such as `/library/sections/{section}/all`.

/// Returns the segments that stand for what is in braces, when all of them lie on the pattern.
pub(crate) fn captures(pattern: &str, segments: &[String]) -> Option<Vec<String>> {
    let mut pattern = pattern.split('/').skip(1);
    let mut captures = Vec::new();
    for segment in segments {
        let expected = pattern.next()?;
        if expected.starts_with('{') {
            captures.push(segment.clone());
        } else if expected != segment {
            return None;
        }
    }
    pattern.next().is_none().then_some(captures)
}
