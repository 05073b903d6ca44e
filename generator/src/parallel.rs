//! Work shared out to as many threads as there are processors.

use std::any::Any;
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// The stack of each thread. What is planned and printed may nest as deep as a document does; memory that is not reached
/// is not taken.
const STACK: usize = 64 << 20;

/// How many inputs a thread takes at once.
const SHARE: usize = 16;

/// Inputs of which each thread takes a share when it is ready for one.
pub(crate) struct Shares<'i, I> {
    inputs: &'i [I],
    next: AtomicUsize,
}

impl<'i, I> Shares<'i, I> {
    /// All shares, none of them taken.
    pub(crate) fn of(inputs: &'i [I]) -> Self {
        Self { inputs, next: AtomicUsize::new(0) }
    }

    /// The number of the next share, and its inputs; `None` when all are taken.
    pub(crate) fn take(&self) -> Option<(usize, &'i [I])> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        self.inputs.chunks(SHARE).nth(number).map(|share| (number, share))
    }
}

thread_local! {
    /// Whether this thread has such a stack as all that are begun here.
    static DEEP: Cell<bool> = const { Cell::new(false) };
}

/// `work`, which is done once, on a thread with such a stack as all threads here have, while this one waits: whoever
/// calls may have less.
pub(crate) fn deep<A: Send>(mut work: impl FnMut() -> A + Send) -> A {
    let done = thread::scope(|scope| begin(scope, &mut work).map(end));
    // Where no thread can be had, it is done here.
    done.unwrap_or_else(work)
}

/// `work` of each input, in the order of the inputs, whichever thread did it.
pub(crate) fn map<I: Sync, O: Send>(inputs: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(inputs.len().div_ceil(SHARE));
    let shares = Shares::of(inputs);
    let take = || {
        let mut done = Vec::new();
        while let Some((number, share)) = shares.take() {
            done.push((number, share.iter().map(&work).collect::<Vec<O>>()));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        // A thread that may have less of a stack waits, unless no other can be had.
        let own = usize::from(DEEP.get());
        let others: Vec<_> = (own..threads).map_while(|_| begin(scope, take)).collect();
        let mut done = if own > 0 || others.is_empty() { take() } else { Vec::new() };
        for other in others {
            done.extend(end(other));
        }
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, outputs)| outputs).collect()
}

/// `work` on a thread of its own, while `here` is done on this one. Where no thread can be had, `work` is done first:
/// `here` may wait for what it gives.
pub(crate) fn both<A: Send, B>(work: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| match begin(scope, &work) {
        Some(other) => {
            let done = here();
            (end(other), done)
        }
        None => (work(), here()),
    })
}

/// The same for a `work` that waits for what `here` gives, until `here` has let go of what it gives it by: it is to own
/// that, so that it lets go of it even when it panics.
pub(crate) fn following<A: Send, B>(work: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let other = begin(scope, &work);
        let done = here();
        (other.map_or_else(&work, end), done)
    })
}

/// A thread for `work`, where one can be had.
fn begin<'s, A: Send + 's>(
    scope: &'s Scope<'s, '_>,
    work: impl FnOnce() -> A + Send + 's,
) -> Option<ScopedJoinHandle<'s, A>> {
    let work = || {
        DEEP.set(true);
        work()
    };
    Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()
}

/// What came of the work of a thread; its panic goes on here.
fn end<A>(other: ScopedJoinHandle<'_, A>) -> A {
    other.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
}

/// What nobody needs any more, kept until there is time to let go of it: all that a run makes is many small pieces of
/// memory, and a thread that gives them back takes time from those that work.
#[derive(Default)]
pub(crate) struct Leftovers(Vec<Box<dyn Any + Send>>);

impl Leftovers {
    /// Keeps something with the rest.
    pub(crate) fn keep(&mut self, large: impl Any + Send) {
        self.0.push(Box::new(large));
    }
}

/// Lets go of something large, which takes its time, and nobody waits for it.
pub(crate) fn discard<T: Send + 'static>(large: T) {
    // Where no thread can be had, it goes here.
    let _ = Builder::new().stack_size(STACK).spawn(move || drop(large));
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_order_is_that_of_the_inputs() {
        let inputs: Vec<usize> = (0..1000).collect();
        assert_eq!(
            super::map(&inputs, |number| number * 2),
            inputs.iter().map(|number| number * 2).collect::<Vec<_>>()
        );
        assert!(super::map(&[] as &[u8], |byte| *byte).is_empty());
    }

    #[test]
    fn two_threads_take_every_share_once() {
        let inputs: Vec<usize> = (0..1000).collect();
        let shares = super::Shares::of(&inputs);
        let take = || std::iter::from_fn(|| shares.take()).flat_map(|(_, share)| share).copied().collect::<Vec<_>>();
        let (mut taken, others) = super::both(take, take);
        taken.extend(others);
        taken.sort_unstable();
        assert_eq!(taken, inputs);
    }

    #[test]
    fn what_nests_deep_has_the_stack_for_it() {
        fn sum(depth: usize) -> usize {
            let taken = std::hint::black_box([depth; 1024]);
            if depth == 0 { 0 } else { sum(depth - 1) + usize::from(taken.first() == Some(&depth)) }
        }
        let inputs: Vec<usize> = vec![2000; 40];
        let here = || (super::deep(|| sum(2000)), super::map(&inputs, |depth| sum(*depth)));
        let all = std::thread::scope(|scope| {
            let little = std::thread::Builder::new().stack_size(256 << 10);
            little.spawn_scoped(scope, here).map(std::thread::ScopedJoinHandle::join)
        });
        assert_eq!(all.unwrap().unwrap(), (2000, inputs.clone()));
        // There the calling thread takes its share.
        assert_eq!(super::deep(|| super::map(&inputs, |depth| sum(*depth))), inputs);
    }

    #[test]
    fn a_panic_of_deep_work_goes_on_and_nothing_is_done_twice() {
        let mut times = 0;
        let work = || -> usize {
            times += 1;
            panic!("fails");
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| super::deep(work))).is_err());
        assert_eq!(times, 1);
        let inputs: Vec<usize> = (0..1000).collect();
        let fails = |number: &usize| if *number == 500 { panic!("fails") } else { *number };
        assert!(std::panic::catch_unwind(|| super::deep(|| super::map(&inputs, fails))).is_err());
    }

    #[test]
    fn a_panic_ends_the_wait_and_goes_on() {
        let waits = || {
            let (sender, receiver) = std::sync::mpsc::channel::<u8>();
            (sender, std::sync::Mutex::new(receiver))
        };
        let (sender, receiver) = waits();
        let all = || receiver.lock().map_or(0, |receiver| receiver.iter().count());
        let here = move || {
            sender.send(1).unwrap();
            assert!(sender.send(2).is_err(), "gives up");
        };
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| super::following(all, here))).is_err());
        let (sender, receiver) = waits();
        let fails = || -> usize {
            let _receiver = receiver.lock();
            panic!("fails");
        };
        let here = move || drop(sender);
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| super::following(fails, here))).is_err());
    }
}
