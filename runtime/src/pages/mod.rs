//! Lists that come in pages: all items as one stream (`x-twinspec-pagination`).

mod fault;
mod link;
mod turn;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

pub use self::fault::PageFault;
pub use self::link::{Link, Linked, next_link, next_reference};
pub use self::turn::Turn;
#[cfg(feature = "client")]
pub(crate) use self::turn::{AnsweredBy, AsksForUrl};
use self::turn::{Next, Progress};
use crate::{BoxFuture, Error, Operation, Outcome, Request, Response};

/// An operation whose success is a page of a list: the message knows how it becomes the message for the next page.
pub trait Paginated: Operation + Clone {
    /// An item of the list.
    type Item: Send + 'static;

    /// Gives the items of a page, and makes of the message that asked for it the one that asks for the next page.
    fn turn(&mut self, page: Self::Output, turn: &mut Turn<'_>) -> Vec<Self::Item>;
}

/// The items of a list that comes in pages, as a [`Stream`].
///
/// It begins at the page that its request asks for. A page is asked for when an item of it is, so that nothing is
/// fetched that nobody reads, and a call that is under way ends when the stream is dropped. The first error is the last
/// item; [`Pages::next_request`] is then the request that failed, to go on from there.
///
/// ```
/// # use twinspec_runtime::{Error, NoFailure, Paginated, Pages};
/// # async fn read<O: Paginated<Item = String, Failure = NoFailure>>(mut users: Pages<'_, O>) -> Result<(), Error<NoFailure>> {
/// while let Some(user) = users.next_item().await {
///     println!("{}", user?);
/// }
/// # Ok(())
/// # }
/// ```
pub struct Pages<'a, O: Paginated> {
    call: Box<dyn FnMut(Request<O>) -> Called<'a, O> + Send + 'a>,
    /// What asks for the next page, or for the one that is under way.
    request: Request<O>,
    under_way: Option<Called<'a, O>>,
    next: Next,
    items: std::vec::IntoIter<O::Item>,
    progress: Progress,
}

/// The call for a page.
type Called<'a, O> = BoxFuture<'a, Outcome<<O as Operation>::Output, <O as Operation>::Failure>>;

/// What was fetched.
type Found<O, T> = Result<T, Error<<O as Operation>::Failure>>;

impl<'a, O: Paginated> Pages<'a, O> {
    /// The items of the pages that `call` answers, from the one that `request` asks for.
    ///
    /// Any implementor of a contract can answer: the client, a service in the same process, a layer of yours around them.
    pub fn new(request: impl Into<Request<O>>, call: impl FnMut(Request<O>) -> Called<'a, O> + Send + 'a) -> Self {
        Self {
            call: Box::new(call),
            request: request.into(),
            under_way: None,
            next: Next::Page,
            items: Vec::new().into_iter(),
            progress: Progress::default(),
        }
    }

    /// The request for the next page: where to go on from, another day or after an error. `None` after the last page.
    pub fn next_request(&self) -> Option<&Request<O>> {
        matches!(self.next, Next::Page | Next::Failed).then_some(&self.request)
    }

    /// How many items the whole list has, as the last answer that said so does.
    pub fn total(&self) -> Option<u64> {
        self.progress.total
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    ///
    /// Whatever keeps a page from coming; [`Error::Page`] for an answer that leads nowhere.
    pub async fn next_item(&mut self) -> Option<Result<O::Item, Error<O::Failure>>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The items of the next page, or those of the present one that were not taken yet; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`Pages::next_item`].
    pub async fn next_page(&mut self) -> Option<Result<Vec<O::Item>, Error<O::Failure>>> {
        if self.items.len() == 0
            && let Err(error) = poll_fn(|context| self.poll_page(context)).await?
        {
            return Some(Err(error));
        }
        Some(Ok(std::mem::take(&mut self.items).collect()))
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Found<O, O::Item>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Ok(())) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// Fetches a page.
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Found<O, ()>>> {
        match &self.next {
            Next::Page => {}
            Next::End | Next::Failed => return Poll::Ready(None),
            Next::Fault(_) => {
                let Next::Fault(fault) = std::mem::replace(&mut self.next, Next::End) else { return Poll::Ready(None) };
                return Poll::Ready(Some(Err(Error::Page(fault))));
            }
        }
        let Self { call, request, under_way, .. } = self;
        let called = under_way.get_or_insert_with(|| {
            let mut request = request.clone();
            request.extensions_mut().insert(turn::AsksForUrl);
            call(request)
        });
        let outcome = ready!(called.as_mut().poll(context));
        self.under_way = None;
        Poll::Ready(Some(match outcome {
            Ok(page) => {
                self.turn(page);
                Ok(())
            }
            Err(error) => {
                self.next = Next::Failed;
                Err(error)
            }
        }))
    }

    fn turn(&mut self, page: Response<O::Output>) {
        let (parts, page) = page.into_parts();
        let mut turn = Turn::new(&mut self.progress, &parts);
        self.items = self.request.get_mut().turn(page, &mut turn).into_iter();
        self.next = turn.next;
    }
}

impl<O: Paginated> Stream for Pages<'_, O> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

/// Nothing in it is pinned: a call is pinned where it is.
impl<O: Paginated> Unpin for Pages<'_, O> {}

impl<O: Paginated> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::META.id)
            .field("items", &self.items.len())
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}
