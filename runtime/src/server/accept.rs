//! What a caller accepts.

use http::header::{self, HeaderMap};

use super::checks::split_list;
use crate::headers::{covers, essence};

/// The media types that a caller accepts, and how much it likes each (RFC 9110 section 12.5.1).
///
/// Where all content types of an answer have one type, the server chooses by it. Where they differ, the handler does, who
/// finds it in the extensions of a request to an operation with several content types.
///
/// ```
/// use twinspec_runtime::Request;
/// use twinspec_runtime::server::Accept;
///
/// fn wants_csv<T>(request: &Request<T>) -> bool {
///     let accept = request.extensions().get::<Accept>();
///     accept.and_then(|accept| accept.preferred(&["application/json", "text/csv"])) == Some("text/csv")
/// }
/// # assert!(!wants_csv(&Request::new(())));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Accept {
    ranges: Vec<Range>,
}

/// A media type or a range of them.
#[derive(Debug, Clone)]
struct Range {
    essence: String,
    parameters: Vec<String>,
    /// In thousandths; 0 is "not acceptable" (RFC 9110 section 12.4.2).
    weight: u16,
}

impl Accept {
    /// What the fields of a request say; without such all is accepted.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let fields = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges = fields.flat_map(|value| split_list(value, ',')).filter(|range| range.contains('/'));
        Self { ranges: ranges.map(Range::of).collect() }
    }

    /// Of these media types the one that the caller prefers, the first of several that it likes as much; `None` when it
    /// accepts none of them.
    pub fn preferred<'m>(&self, media_types: &[&'m str]) -> Option<&'m str> {
        let weighed = media_types.iter().rev().map(|media_type| (self.weight(media_type), *media_type));
        weighed.filter(|((weight, _), _)| *weight > 0).max_by_key(|(rank, _)| *rank).map(|(_, media_type)| media_type)
    }

    /// The weight of the most specific range that has this media type, and whether it has all parameters of the range:
    /// where no other range has it, a parameter such as `charset` is not held against it.
    fn weight(&self, media_type: &str) -> (u16, bool) {
        if self.ranges.is_empty() {
            return (1000, true);
        }
        let produced = essence(media_type).to_ascii_lowercase();
        let given: Vec<String> = parameters(media_type).collect();
        let fits = |range: &Range| {
            let has_all = range.parameters.iter().all(|one| given.contains(one));
            Some((has_all, covers(&range.essence, &produced)?, range.parameters.len(), range.weight))
        };
        self.ranges.iter().filter_map(fits).max().map_or((0, false), |(has_all, _, _, weight)| (weight, has_all))
    }
}

impl Range {
    fn of(text: &str) -> Self {
        let mut parameters: Vec<String> = parameters(text).collect();
        // What stands after the weight is no parameter of the media type.
        let at = parameters.iter().position(|one| one.starts_with("q="));
        let weight = at.and_then(|at| parameters.drain(at..).next()).map_or(1000, |weight| thousandths(&weight));
        Self { essence: essence(text).to_ascii_lowercase(), parameters, weight }
    }
}

/// `q=0.5` as 500; what is no weight is 1.
fn thousandths(weight: &str) -> u16 {
    let (whole, fraction) =
        weight.trim_start_matches("q=").split_once('.').unwrap_or((weight.trim_start_matches("q="), ""));
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, fraction.parse::<u16>()) {
        ("0", Ok(fraction)) => fraction,
        _ => 1000,
    }
}

/// The parameters of a media type, in lower case and without space around their names.
fn parameters(media_type: &str) -> impl Iterator<Item = String> {
    split_list(media_type, ';').skip(1).map(|parameter| match parameter.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()),
        None => parameter.to_ascii_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::Accept;

    fn preferred(accept: &[&'static str], media_types: &[&'static str]) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        for field in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(field));
        }
        Accept::of(&headers).preferred(media_types)
    }

    #[test]
    fn the_most_specific_range_decides_whether() {
        let produced = ["application/json", "text/csv; charset=utf-8"];
        for (accept, expected) in [
            ("*/*", true),
            ("application/json", true),
            ("APPLICATION/JSON; charset=utf-8", true),
            ("application/*;q=0.1", true),
            ("text/csv", true),
            ("text/html", false),
            ("text/html, */*;q=0.1", true),
            ("application/json;q=0", false),
            ("*/*, application/json;q=0", true),
            ("*/*, application/json;q=0, text/*;q=0.0", false),
            ("application/problem+json", false),
            ("text/html;a=\"x,*/*\"", false),
            ("nonsense", true),
            ("", true),
        ] {
            assert_eq!(preferred(&[accept], &produced).is_some(), expected, "{accept}");
        }
        assert!(preferred(&[], &produced).is_some());
    }

    #[test]
    fn the_weights_decide_which() {
        let produced = ["application/json", "application/vnd.a+json", "text/csv;header=present", "text/csv"];
        for (accept, expected) in [
            (&["*/*"][..], "application/json"),
            (&["application/vnd.a+json"], "application/vnd.a+json"),
            (&["application/json;q=0.5, application/vnd.a+json"], "application/vnd.a+json"),
            (&["application/json;q=0.5, application/vnd.a+json; Q=0.4"], "application/json"),
            (&["application/json;q=0.5", "application/vnd.a+json;q=0.501"], "application/vnd.a+json"),
            (&["*/*;q=0.1, text/*;q=0.9, application/*;q=0.2"], "text/csv;header=present"),
            (&["text/csv, text/csv;header=present;q=0.1"], "text/csv"),
            (&["text/csv;q=0.1, text/csv; Header=Present"], "text/csv;header=present"),
            (&["*/*, application/json;q=0"], "application/vnd.a+json"),
            (&["text/csv;q=nonsense, application/json;q=0.9"], "text/csv;header=present"),
            (&["application/json;q=0.9;ext=1, text/csv;q=1.000"], "text/csv;header=present"),
        ] {
            assert_eq!(preferred(accept, &produced), Some(expected), "{accept:?}");
        }
    }

    #[test]
    fn parameters_decide_between_versions_and_are_not_held_against_one() {
        let produced = ["application/json;version=1", "application/json;version=2"];
        for (accept, expected) in [
            ("application/json;version=2", Some(produced[1])),
            ("application/json;version=1, application/json;version=2;q=0.5", Some(produced[0])),
            ("application/json", Some(produced[0])),
            ("application/json;version=3", Some(produced[0])),
            ("*/*, application/json;version=1;q=0", Some(produced[1])),
        ] {
            assert_eq!(preferred(&[accept], &produced), expected, "{accept}");
        }
        assert_eq!(
            preferred(&["text/csv;header=present"], &["text/csv", "text/csv;header=present"]).unwrap().len(),
            23
        );
        assert_eq!(preferred(&["*/*, application/json;v=1;q=0"], &["application/json"]), Some("application/json"));
    }
}
