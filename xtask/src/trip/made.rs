
// What a program of round trips makes of the JSON of a case: like its frame, a part of that program.

pub mod made {
    use std::cell::Cell;

    use serde_json::Value;
    use twinspec_runtime as rt;

    /// What a value is made to, or why the case is none of this operation.
    pub type Made<T> = Result<T, String>;

    thread_local! {
        static STRICTLY: Cell<bool> = const { Cell::new(false) };
    }

    /// Makes what a server will read, and a server reads strictly: a branch that null alone makes fit is none then.
    pub fn strictly<T>(make: impl FnOnce() -> T) -> T {
        STRICTLY.set(true);
        let made = make();
        STRICTLY.set(false);
        made
    }

    /// A value; of what fits several branches of a union the one that its own JSON gives.
    pub fn decode<T: rt::Decode + rt::Encode>(given: &Value) -> Made<T> {
        let text = serde_json::to_vec(given).map_err(|error| error.to_string())?;
        let made: T = read(&text).map_err(|faults| faults.to_string())?;
        rt::to_vec(&made).and_then(|text| read(&text)).map_err(|faults| faults.to_string())
    }

    /// What is read of a text; what no server takes is made all the same, for the server to say so.
    fn read<T: rt::Decode>(text: &[u8]) -> rt::Decoded<T> {
        if STRICTLY.get()
            && let Ok(made) = rt::from_slice_strict(text)
        {
            return Ok(made);
        }
        rt::from_slice(text)
    }

    pub fn field<'v>(given: &'v Value, name: &str) -> Made<&'v Value> {
        given.get(name).ok_or_else(|| format!("`{name}` is not given"))
    }

    pub fn take<T: rt::Decode + rt::Encode>(given: &Value, name: &str) -> Made<T> {
        decode(field(given, name)?).map_err(|why| format!("{name}: {why}"))
    }

    pub fn take_optional<T: rt::Decode + rt::Encode>(given: &Value, name: &str) -> Made<Option<T>> {
        given.get(name).map(|given| decode(given).map_err(|why| format!("{name}: {why}"))).transpose()
    }

    pub fn status(given: &Value) -> Made<rt::StatusCode> {
        let code = given["status"].as_u64().and_then(|code| u16::try_from(code).ok());
        code.and_then(|code| rt::StatusCode::from_u16(code).ok()).ok_or_else(|| "no status".to_owned())
    }

    /// The number of a variant, and its value.
    pub fn chosen(given: &Value) -> Made<(u64, &Value)> {
        Ok((given["variant"].as_u64().ok_or("no variant")?, field(given, "value")?))
    }

    fn text(given: &Value) -> Made<String> {
        given.as_str().map(str::to_owned).ok_or_else(|| "no text".to_owned())
    }

    pub fn bytes(given: &Value) -> Made<rt::ByteStream> {
        Ok(text(given)?.into())
    }

    pub fn content(given: &Value) -> Made<rt::Content> {
        Ok(rt::Content::new(text(&given["media_type"])?, text(&given["body"])?))
    }

    pub fn file(given: &Value) -> Made<rt::File> {
        Ok(rt::File::new(text(&given["name"])?, text(&given["body"])?).with_media_type(text(&given["media_type"])?))
    }

    pub fn list<T>(given: &Value, made: impl Fn(&Value) -> Made<T>) -> Made<Vec<T>> {
        given.as_array().ok_or("no list")?.iter().map(made).collect()
    }

    pub fn nullable<T>(given: &Value, made: impl Fn(&Value) -> Made<T>) -> Made<Option<T>> {
        if given.is_null() { Ok(None) } else { made(given).map(Some) }
    }

    pub fn optional<T>(given: &Value, name: &str, made: impl Fn(&Value) -> Made<T>) -> Made<Option<T>> {
        given.get(name).map(made).transpose()
    }

    pub fn sequence<T: rt::Decode + rt::Encode + Send + 'static>(given: &Value) -> Made<rt::Sequence<T>> {
        Ok(list(given, decode::<T>)?.into_iter().collect())
    }

    pub fn events<T: rt::Decode + rt::Encode + Send + 'static>(given: &Value) -> Made<rt::Events<T>> {
        let event = |given: &Value| {
            let mut event = rt::Event::new(take::<T>(given, "data")?);
            event.event = take_optional(given, "event")?;
            event.id = take_optional(given, "id")?;
            event.retry = take_optional::<u64>(given, "retry")?.map(std::time::Duration::from_millis);
            Ok(event)
        };
        Ok(list(given, event)?.into_iter().collect())
    }
}
