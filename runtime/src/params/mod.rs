//! Parameters as text: how values of paths, queries and headers are written and read
//! (OpenAPI's `style` and `explode`).
//!
//! A type tells by what it encodes to, and by what it can be decoded from, whether it is one value or a list of them.

#[cfg(feature = "server")]
mod read;
#[cfg(any(feature = "client", feature = "server"))]
mod write;

use std::borrow::Cow;

use http::HeaderMap;

#[cfg(feature = "server")]
pub(crate) use self::read::{Text, read_header, read_path, read_query};
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) use self::write::header_text;
#[cfg(feature = "client")]
pub(crate) use self::write::{path_text, push_pair, push_query};
use crate::{Decoded, Rule, Violations};

/// The `style` and the `explode` of a parameter in a query.
#[cfg(any(feature = "client", feature = "server"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryStyle {
    /// `style: form, explode: true`, the default: `ids=1&ids=2`.
    Form,
    /// `style: form, explode: false`: `ids=1,2`.
    List,
}

/// The text of a header. Several fields of one name are one list (RFC 9110 section 5.3).
pub(crate) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Decoded<Option<Cow<'h, str>>> {
    let mut values = headers
        .get_all(name)
        .iter()
        .map(|value| std::str::from_utf8(value.as_bytes()).map_err(|_| Violations::new(Rule::Format, "must be UTF-8")));
    let Some(first) = values.next().transpose()? else {
        return Ok(None);
    };
    let mut text = Cow::Borrowed(first);
    for value in values {
        let text = text.to_mut();
        text.push_str(", ");
        text.push_str(value?);
    }
    Ok(Some(text))
}

#[cfg(test)]
#[cfg(all(feature = "client", feature = "server"))]
mod tests {
    use super::{QueryStyle, header_text, path_text, push_query, read_path, read_query};
    use crate::{Decode, Decoded, Encode, Json, to_json};

    fn json<T: Encode + ?Sized>(value: &T) -> Json<'static> {
        to_json(value).unwrap()
    }

    fn query<T: Encode>(style: QueryStyle, value: &T) -> String {
        let mut query = String::new();
        assert_eq!(push_query(&mut query, "na me", &json(value), style), Ok(true));
        query
    }

    fn read<T: Decode>(query: &str, style: QueryStyle) -> Decoded<Option<T>> {
        read_query(query, "na me", style)?.map(|text| text.decode()).transpose()
    }

    #[test]
    fn what_is_written_is_read() {
        for text in ["", "a b", "a+b", "a&b=c", "ü/?#%", "a,b", "\0"] {
            let text = text.to_owned();
            for style in [QueryStyle::Form, QueryStyle::List] {
                let query = query(style, &text);
                assert_eq!(read(&query, style), Ok(Some(text.clone())), "{query}");
            }
            let path = path_text(&json(&text)).unwrap();
            assert_eq!(read_path(&path).unwrap().decode(), Ok(text), "{path}");
        }
        let list = vec!["a,b".to_owned(), "c&".to_owned()];
        for (style, expected) in
            [(QueryStyle::List, "na%20me=a%2Cb,c%26"), (QueryStyle::Form, "na%20me=a%2Cb&na%20me=c%26")]
        {
            assert_eq!(query(style, &list), expected);
            assert_eq!(read(expected, style), Ok(Some(list.clone())));
        }
        let path = path_text(&json(&list)).unwrap();
        assert_eq!(path, "a%2Cb,c%26");
        assert_eq!(read_path(&path).unwrap().decode(), Ok(list));
    }

    #[test]
    fn one_item_is_a_list_where_a_list_is_asked_for() {
        for style in [QueryStyle::List, QueryStyle::Form] {
            assert_eq!(read("na+me=1", style), Ok(Some(vec![1])));
            assert_eq!(read("na+me=1", style), Ok(Some(1)));
            assert_eq!(read("na+me=1", style), Ok(Some("1".to_owned())));
            let faults = read::<Vec<u8>>("na+me=x", style).unwrap_err();
            assert_eq!(faults.to_string(), "/0 must be a number");
            assert_eq!(read::<u8>("na+me=x", style).unwrap_err().to_string(), "the value must be a number");
        }
        assert_eq!(read::<Vec<u8>>("na+me=", QueryStyle::List), Ok(Some(vec![])));
        assert_eq!(query(QueryStyle::List, &Vec::<u8>::new()), "na%20me=");
    }

    #[test]
    fn queries_of_others_are_understood() {
        let read = |query: &str| read::<String>(query, QueryStyle::Form);
        assert_eq!(read("na+me=1+2&b"), Ok(Some("1 2".to_owned())));
        assert_eq!(read("a=1&&na%20me"), Ok(Some(String::new())));
        assert_eq!(read("a=1"), Ok(None));
        assert_eq!(read("na+me=%ff").unwrap_err().to_string(), "the value must be UTF-8, percent-encoded");
        assert_eq!(read("na+me=1&na+me=2").unwrap_err().to_string(), "the value must occur once");
    }

    #[test]
    fn a_header_cannot_carry_everything() {
        assert_eq!(header_text(&json("ä b")).as_deref(), Ok("ä b"));
        assert_eq!(header_text(&json(&["a", "b"][..])).as_deref(), Ok("a,b"));
        for hostile in ["a\r\nb: c", "a\nb", "\0", " a", "a "] {
            assert!(header_text(&json(hostile)).is_err(), "{hostile:?}");
        }
        assert!(header_text(&json(&["a,b"][..])).is_err());
        assert!(header_text(&Json::Null).is_err());
    }
}
