//! What a program of round trips has beside its modules: it is no part of this crate, but the beginning of that program.
//!
//! A line of its input is `MODULE TAB OPERATION TAB CASE`, and is answered with a line of JSON: `[verdict, words]`.

#![allow(warnings)]

pub mod frame {
    use std::cell::RefCell;
    use std::fmt::Debug;
    use std::future::Future;
    use std::pin::Pin;

    use serde_json::Value;
    use twinspec_runtime as rt;

    pub use crate::made::*;

    pub type Answered<O> = Result<<O as rt::Operation>::Output, <O as rt::Operation>::Failure>;
    pub type Out<O> = rt::Outcome<<O as rt::Operation>::Output, <O as rt::Operation>::Failure>;
    pub type Allowed = Result<rt::server::Principal, rt::server::Denied>;
    pub type Same = Option<String>;
    pub type Told = Vec<String>;
    pub type Waiting = Pin<Box<dyn Future<Output = Verdict>>>;

    pub enum Verdict {
        /// All came as it went.
        Same,
        /// The message was not sent, or the answer not: a typed error says why.
        Refused(String),
        /// The types cannot hold the values.
        Unfit(String),
        /// Another operation was asked, of which a template fits the same URL.
        Elsewhere,
        /// Something came otherwise than it went.
        Fault(String),
    }

    /// An operation that is tried.
    pub trait Probe: rt::Operation<Output: PartialEq + Debug, Failure: PartialEq + std::error::Error> + PartialEq + Debug + Sized {
        fn message(given: &Value) -> Made<Self>;
        fn answer(given: &Value) -> Made<Answered<Self>>;
        fn same_message(sent: Self, seen: Self) -> rt::BoxFuture<'static, Same> {
            let same = differ(&sent, &seen);
            Box::pin(async move { same })
        }
        fn same_answer(given: Answered<Self>, got: Answered<Self>) -> rt::BoxFuture<'static, Same> {
            let same = differ(&given, &got);
            Box::pin(async move { same })
        }
    }

    /// The case at hand, and what was seen of it; all runs on one thread.
    #[derive(Default)]
    struct Seen {
        case: Value,
        operation: Option<(&'static str, &'static str)>,
        message: Option<Same>,
        rejection: Option<String>,
        /// The operation whose server refused.
        refused_by: Option<&'static rt::Meta>,
        failure: Option<String>,
        stopped: Option<String>,
    }

    thread_local! {
        static SEEN: RefCell<Seen> = RefCell::default();
    }

    fn seen<T>(look: impl FnOnce(&mut Seen) -> T) -> T {
        SEEN.with(|seen| look(&mut seen.borrow_mut()))
    }

    // What is the same for all operations is compiled once.

    fn begin(case: Value) {
        seen(|seen| *seen = Seen { case, ..Seen::default() });
    }

    fn reached(id: &'static str, path: &'static str) -> Value {
        seen(|seen| {
            seen.operation = Some((id, path));
            seen.case.clone()
        })
    }

    fn compared(message: Same) {
        seen(|seen| seen.message = Some(message));
    }

    fn ended() -> Seen {
        seen(std::mem::take)
    }

    fn why_stopped() -> Option<String> {
        seen(|seen| seen.stopped.take())
    }

    /// Whether two templates fit one URL.
    fn fit_one(one: &'static str, other: &'static str) -> bool {
        let ends = |part: &'static str| (part.split('{').next().unwrap(), part.rsplit('}').next().unwrap());
        one.split('/').count() == other.split('/').count()
            && one.split('/').zip(other.split('/')).all(|(one, other)| {
                let ((from, to), (other_from, other_to)) = (ends(one), ends(other));
                (from.starts_with(other_from) || other_from.starts_with(from))
                    && (to.ends_with(other_to) || other_to.ends_with(to))
                    && (one == other || one.contains('{') || other.contains('{'))
            })
    }

    /// The URL of what a webhook is called.
    pub fn url(path: &str) -> String {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
        let encoded = path.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
        let url = encoded.fold("http://trip.test".to_owned(), |url, next| url + &next);
        // What cannot stand in a template is encoded in the name already.
        url.replace("%257B", "%7B").replace("%257D", "%7D").replace("%253F", "%3F")
    }

    pub async fn ask<O: Probe, F: Future<Output = Out<O>>>(case: Value, call: impl FnOnce(rt::Request<O>) -> F) -> Verdict {
        let (message, answer) = match (strictly(|| O::message(&case["message"])), O::answer(&case["answer"])) {
            (Ok(message), Ok(answer)) => (message, answer),
            (Err(why), _) | (_, Err(why)) => return Verdict::Unfit(why),
        };
        begin(case);
        let mut request = rt::Request::new(message);
        request.extensions_mut().insert(credentials(&O::META));
        let outcome = call(request).await;
        let known = ended();
        if let Some(why) = known.stopped {
            return Verdict::Refused(format!("item of the message: {why}"));
        }
        if let Some(rejection) = known.rejection {
            // After its handler an operation can only fail to write what that answered.
            let other = known.refused_by.filter(|by| by.id != O::META.id && fit_one(O::META.path, by.path));
            return match (known.message, known.failure) {
                _ if other.is_some() => Verdict::Elsewhere,
                (Some(None), Some(failure)) => Verdict::Refused(format!("answer: {failure}")),
                (Some(Some(difference)), _) => Verdict::Fault(format!("the handler saw {difference}")),
                _ => Verdict::Fault(format!("the server refused: {rejection}")),
            };
        }
        if let (None, Err(rt::Error::Invalid(faults) | rt::Error::Encode(faults))) = (known.operation, &outcome) {
            return Verdict::Refused(format!("message: {faults}"));
        }
        match (known.operation, known.message) {
            (Some((id, path)), _) if id != O::META.id && fit_one(O::META.path, path) => return Verdict::Elsewhere,
            (Some((id, _)), _) if id != O::META.id => return Verdict::Fault(format!("the handler of {id} was called")),
            (_, None) => return Verdict::Fault(format!("no handler was called; the caller got {}", words(&outcome))),
            (_, Some(Some(difference))) => return Verdict::Fault(format!("the handler saw {difference}")),
            _ => {}
        }
        let got = match outcome {
            Ok(response) => Ok(response.into_inner()),
            Err(rt::Error::Api(failure, _)) => Err(failure),
            Err(error) => {
                stopped(&error);
                return match why_stopped() {
                    Some(why) => Verdict::Refused(format!("item of the answer: {why}")),
                    None => Verdict::Fault(format!("the caller got {error:?} for {answer:?}")),
                };
            }
        };
        let same = O::same_answer(answer, got).await;
        if let Some(why) = why_stopped() {
            return Verdict::Refused(format!("item of the answer: {why}"));
        }
        match same {
            None => Verdict::Same,
            Some(difference) => Verdict::Fault(format!("the caller got {difference}")),
        }
    }

    pub async fn serve<O: Probe>(request: rt::Request<O>) -> Out<O> {
        let case = reached(O::META.id, O::META.path);
        let Ok(sent) = strictly(|| O::message(&case["message"])) else { return Err(rt::Error::other("another operation")) };
        let same = O::same_message(sent, request.into_inner()).await;
        compared(same);
        match O::answer(&case["answer"]) {
            Ok(Ok(output)) => Ok(rt::Response::new(output)),
            Ok(Err(failure)) => Err(failure.into()),
            Err(why) => Err(rt::Error::other(why)),
        }
    }

    /// The options of all servers: what they refuse is noted.
    pub fn options() -> rt::server::Options {
        rt::server::Options::default().on_reject(|rejection| {
            seen(|seen| {
                seen.rejection = Some(rejection.to_string());
                seen.refused_by = rejection.operation();
            });
            None
        })
    }

    /// Credentials of the first combination that an operation takes.
    fn credentials(meta: &rt::Meta) -> rt::Credentials {
        let mut credentials = rt::Credentials::new();
        let declared = |required: &&rt::Requirement| required.scheme.kind != rt::SchemeKind::Undeclared;
        let combination = meta.security.iter().find(|combination| combination.iter().all(|one| declared(&one)));
        for required in combination.iter().flat_map(|combination| combination.iter()) {
            let credential = match required.scheme.kind {
                rt::SchemeKind::Http("basic") => rt::Credential::basic("user".to_owned(), "secret"),
                _ => rt::Credential::bearer("secret"),
            };
            credentials.insert(required.scheme.name, credential);
        }
        credentials
    }

    fn words<T: Debug, F: Debug>(outcome: &Result<T, F>) -> String {
        let text = match outcome {
            Ok(output) => format!("{output:?}"),
            Err(error) => format!("{error:?}"),
        };
        text.chars().take(400).collect()
    }

    fn differ<T: PartialEq + Debug>(one: &T, other: &T) -> Same {
        (one != other).then(|| told_apart(format!("{one:?}"), format!("{other:?}")))
    }

    /// The part in which two texts differ, with a little around it.
    fn told_apart(one: String, other: String) -> String {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let from = one.iter().zip(&other).take_while(|(one, other)| one == other).count().saturating_sub(60);
        let part = |text: &[char]| text[from.min(text.len())..].iter().take(200).collect::<String>();
        format!("…{} in place of …{}", part(&other), part(&one))
    }

    pub fn same(one: Told, other: Told) -> Same {
        differ(&one, &other)
    }

    pub fn debug(value: &impl Debug) -> String {
        format!("{value:?}")
    }

    pub async fn told_bytes(value: rt::ByteStream) -> String {
        match value.bytes().await {
            Ok(bytes) => format!("{bytes:?}"),
            Err(error) => format!("unreadable: {error:?}"),
        }
    }

    pub async fn told_content(value: rt::Content) -> String {
        format!("{} {}", value.media_type, told_bytes(value.body).await)
    }

    pub async fn told_items<T: Debug>(mut value: rt::Sequence<T>) -> String {
        let mut told = Vec::new();
        while let Some(item) = value.next().await {
            told.push(match item {
                Ok(item) => format!("{item:?}"),
                Err(error) => stopped(&error),
            });
        }
        told.join(" ")
    }

    /// Notes why an item was not written; whoever reads the stream sees that it broke.
    fn stopped(error: &(dyn std::error::Error + 'static)) -> String {
        let mut source = Some(error);
        while let Some(cause) = source {
            if let Some(rt::StreamError::Encode(faults)) = cause.downcast_ref() {
                seen(|seen| seen.stopped = Some(faults.to_string()));
            }
            source = cause.source();
        }
        format!("{error:?}")
    }

    /// Notes what a server writes to its log: why an answer could not be written is told nowhere else.
    pub struct Log;

    impl tracing::Subscriber for Log {
        fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
            metadata.is_event() && *metadata.level() == tracing::Level::ERROR
        }
        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }
        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
        fn event(&self, event: &tracing::Event<'_>) {
            event.record(&mut Words);
        }
        fn enter(&self, _: &tracing::span::Id) {}
        fn exit(&self, _: &tracing::span::Id) {}
    }

    struct Words;

    impl tracing::field::Visit for Words {
        fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
            if field.name() == "error" {
                seen(|seen| seen.failure = Some(format!("{value:?}")));
            }
        }
    }
}

fn main() {
    use std::io::{BufRead as _, Write as _};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use frame::Verdict;

    let _ = tracing::subscriber::set_global_default(frame::Log);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut parts = line.splitn(3, '\t');
        let mut next = || parts.next().unwrap();
        let ask = MODULES[next().parse::<usize>().unwrap()];
        let operation: usize = next().parse().unwrap();
        let case: serde_json::Value = serde_json::from_str(next()).unwrap();
        let verdict = catch_unwind(AssertUnwindSafe(|| runtime.block_on(ask(operation, case))));
        let (verdict, words) = match verdict {
            Ok(Verdict::Same) => ("same", String::new()),
            Ok(Verdict::Refused(words)) => ("refused", words),
            Ok(Verdict::Unfit(words)) => ("unfit", words),
            Ok(Verdict::Elsewhere) => ("elsewhere", String::new()),
            Ok(Verdict::Fault(words)) => ("fault", words),
            Err(_) => ("fault", "a panic".to_owned()),
        };
        writeln!(out, "{}", serde_json::json!([verdict, words])).unwrap();
        out.flush().unwrap();
    }
}
