//! The order in which schemas can be planned so that each finds what it refers to planned already.

use foldhash::HashMap;

use crate::diagnostic::Pointer;

/// Which of these places refer to which others of them, by their indices; a reference to a part of one counts as one
/// to the whole.
pub(super) fn edges(places: &[&Pointer], references: &[(Pointer, Pointer)]) -> Vec<Vec<usize>> {
    let mut at: HashMap<&str, Vec<usize>> = HashMap::default();
    for (index, place) in places.iter().enumerate() {
        at.entry(place.as_str()).or_default().push(index);
    }
    let whole = |pointer| -> &[usize] { at.get(component(pointer)).map_or(&[], Vec::as_slice) };
    let mut edges = vec![Vec::new(); places.len()];
    for (from, to) in references {
        for &index in whole(from) {
            edges.get_mut(index).into_iter().for_each(|edges: &mut Vec<usize>| edges.extend(whole(to)));
        }
    }
    edges
}

/// The place of the component schema that stands there, or of the one that holds what stands there.
pub(super) fn component(pointer: &Pointer) -> &str {
    let text = pointer.as_str();
    text.match_indices('/').nth(3).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The strongly connected sets of a graph, each after all to which it has edges, and in itself in order of the indices
/// (R. Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion: chains may be longer than
/// the stack is.
pub(super) fn sets(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut walk =
        Walk { edges, nodes: vec![Node::default(); edges.len()], open: Vec::new(), sets: Vec::new(), seen: 0 };
    for start in 0..edges.len() {
        walk.visit(start);
    }
    walk.sets
}

#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The order in which nodes were found, from 1.
    number: usize,
    /// The first node that is known to be in the same set.
    low: usize,
    /// Whether its set is complete.
    done: bool,
}

struct Walk<'e> {
    edges: &'e [Vec<usize>],
    nodes: Vec<Node>,
    /// The nodes whose set is not complete.
    open: Vec<usize>,
    sets: Vec<Vec<usize>>,
    seen: usize,
}

impl Walk<'_> {
    fn visit(&mut self, start: usize) {
        let mut path = Vec::new();
        if self.node(start).number == 0 {
            path.push((start, 0));
        }
        while let Some((at, next)) = path.pop() {
            if next == 0 {
                self.seen += 1;
                let number = self.seen;
                self.update(at, |node| (node.number, node.low) = (number, number));
                self.open.push(at);
            }
            let edges = self.edges;
            if let Some(&to) = edges.get(at).and_then(|edges| edges.get(next)) {
                path.push((at, next + 1));
                let other = self.node(to);
                if other.number == 0 {
                    path.push((to, 0));
                } else if !other.done {
                    self.update(at, |node| node.low = node.low.min(other.number));
                }
                continue;
            }
            let node = self.node(at);
            if let Some((parent, _)) = path.last() {
                self.update(*parent, |parent| parent.low = parent.low.min(node.low));
            }
            if node.low == node.number {
                self.close(at);
            }
        }
    }

    /// Completes the set of which `first` was found first.
    fn close(&mut self, first: usize) {
        let from = self.open.iter().rposition(|at| *at == first).unwrap_or_default();
        let mut set = self.open.split_off(from);
        for at in &set {
            self.update(*at, |node| node.done = true);
        }
        set.sort_unstable();
        self.sets.push(set);
    }

    fn node(&self, at: usize) -> Node {
        self.nodes.get(at).copied().unwrap_or_default()
    }

    fn update(&mut self, at: usize, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(at) {
            change(node);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sets;

    #[test]
    fn each_set_comes_after_what_it_refers_to() {
        // 0 refers to the cycle of 1 and 3, that to 2, and 4 to itself.
        let edges = [vec![1, 4], vec![3], vec![], vec![2, 1], vec![4]];
        assert_eq!(sets(&edges), [vec![2], vec![1, 3], vec![4], vec![0]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let edges: Vec<Vec<usize>> =
            (1..=200_000).map(|next| if next < 200_000 { vec![next] } else { vec![] }).collect();
        let found = sets(&edges);
        assert_eq!(found.len(), edges.len());
        assert_eq!((found.first(), found.last()), (Some(&vec![199_999]), Some(&vec![0])));
    }
}
