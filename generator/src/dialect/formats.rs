//! Formats of strings that have a type of their own.

/// Whether a text is of a format that has a type of its own; of any other format every text is.
pub(crate) fn has_format(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "date-time" => text.split_once(['T', 't', ' ']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "uuid" => is_uuid(text),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// A full date of RFC 3339.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| (part.len(), number(part)));
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let (Some((4, Some(year))), Some((2, Some(month))), Some((2, Some(day)))) = (year, month, day) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day) && parts.next().is_none()
}

/// A full time of RFC 3339, with its offset.
fn is_time(text: &str) -> bool {
    let bare = text.strip_suffix(['Z', 'z']).or_else(|| {
        let (time, offset) = text.split_at_checked(text.len().checked_sub("+00:00".len())?)?;
        let minutes = offset.strip_prefix(['+', '-'])?;
        clock(minutes, &[23, 59]).then_some(time)
    });
    let Some(bare) = bare else { return false };
    let (time, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    clock(time, &[23, 59, 60]) && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// `12:30`, each number of two digits and no more than its most.
fn clock(text: &str, most: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let fits = |(part, most): (&&str, &u32)| part.len() == 2 && number(part).is_some_and(|number| number <= *most);
    parts.len() == most.len() && parts.iter().zip(most).all(fits)
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// In any form that is read as one: with hyphens or without, in braces, or as a URN.
fn is_uuid(text: &str) -> bool {
    let bare = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let bare = bare.strip_prefix('{').and_then(|bare| bare.strip_suffix('}')).unwrap_or(bare);
    let hyphens = [8, 13, 18, 23];
    let digit = |(at, byte): (usize, u8)| {
        if bare.len() == 36 && hyphens.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    [32, 36].contains(&bare.len()) && bare.bytes().enumerate().all(digit)
}

#[cfg(test)]
mod tests {
    use super::has_format;

    #[test]
    fn formats_are_those_that_types_read() {
        for (format, text, expected) in [
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("date", "2024-1-31", false),
            ("date", "/Date(1551812346173+0000)/", false),
            ("date-time", "2024-01-31T12:00:00Z", true),
            ("date-time", "2024-01-31t12:00:60.123+05:30", true),
            ("date-time", "2024-01-31 12:00:00Z", true),
            ("date-time", "2024-01-31T12:00:00", false),
            ("date-time", "2024-01-31T12:00Z", false),
            ("date-time", "2024-01-31T24:00:00Z", false),
            ("date-time", "2024-01-31T12:00:00.Z", false),
            ("date-time", "2024-01-31T12:00:00+0530", false),
            ("date-time", "ü", false),
            ("uuid", "00000000-0000-4000-8000-000000000000", true),
            ("uuid", "000000000000400080000000000000AF", true),
            ("uuid", "00000000-0000-4000-8000-00000000000g", false),
            ("uuid", "00000000-0000-4000-8000", false),
            ("ipv4", "192.0.2.1", true),
            ("ipv4", "192.0.2.256", false),
            ("ipv6", "2001:db8::1", true),
            ("hostname", "any text", true),
        ] {
            assert_eq!(has_format(format, text), expected, "{format}: {text}");
        }
    }
}
