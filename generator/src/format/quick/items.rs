//! Items.

use super::layout::INDENT;
use super::{Known, Quick};

impl Quick<'_, '_> {
    /// All items up to the end. The answer is the kinds of the first and the last one, as [`super::Block`] has them.
    pub(super) fn items(&mut self) -> Option<(Option<u8>, Option<u8>)> {
        let mut ends = None;
        self.read_gates()?;
        while self.at < self.tokens.len() {
            let kind = self.tight_kind();
            let (first, last) = ends.unwrap_or((kind, kind));
            if ends.is_some() && (kind.is_none() || kind != last) {
                self.out.raw("\n");
            }
            ends = Some((first, kind));
            self.item()?;
        }
        Some(ends.unwrap_or_default())
    }

    /// The kind of an item of one line that stands together with its like.
    fn tight_kind(&self) -> Option<u8> {
        let public = usize::from(self.next() == "pub");
        match self.text(self.at + public) {
            _ if !self.gates.is_empty() => None,
            "const" => Some(2),
            "type" => Some(3),
            _ => None,
        }
    }

    fn item(&mut self) -> Known {
        self.out.cbox(0);
        self.docs()?;
        self.gates()?;
        self.attributes()?;
        let public = usize::from(self.next() == "pub");
        match self.text(self.at + public) {
            "struct" => self.struct_item(),
            "enum" => self.enum_item(),
            "type" => self.type_item(),
            "const" if self.text(self.at + public + 1) != "fn" => self.constant(),
            "impl" => self.impl_item(),
            "trait" => self.trait_item(),
            "fn" => self.function(),
            _ => self.macro_item(),
        }?;
        self.out.end();
        self.out.finish();
        Some(())
    }

    /// `pub struct A;`, `pub struct A { b: B }`
    fn struct_item(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print_if("pub", "pub ");
        self.expect("struct")?;
        self.out.word("struct ");
        self.name()?;
        if self.next() == ";" {
            self.print(";")?;
            self.out.end();
        } else {
            self.fields()?;
        }
        self.out.hardbreak();
        Some(())
    }

    /// `pub enum A { B, C(D) }`
    fn enum_item(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print_if("pub", "pub ");
        self.expect("enum")?;
        self.out.word("enum ");
        self.name()?;
        self.expect("{")?;
        self.out.word(" ");
        self.out.word("{");
        if self.next() != "}" {
            self.out.hardbreak();
            while self.next() != "}" {
                self.variant()?;
                self.was_last("}")?;
                self.out.word(",");
                self.out.hardbreak();
            }
            self.out.offset(-INDENT);
        }
        self.out.end();
        self.print("}")?;
        self.out.hardbreak();
        Some(())
    }

    /// `pub type A = B;`
    fn type_item(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print_if("pub", "pub ");
        self.expect("type")?;
        self.out.word("type ");
        self.name()?;
        self.expect("=")?;
        self.out.word(" ");
        self.out.word("= ");
        self.out.neverbreak();
        self.out.ibox(-INDENT);
        self.ty()?;
        self.out.end();
        self.print(";")?;
        self.out.end();
        self.out.hardbreak();
        Some(())
    }

    /// `impl A { … }`, `impl A for B { … }`
    fn impl_item(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.out.ibox(-INDENT);
        self.out.cbox(INDENT);
        self.print("impl")?;
        self.out.end();
        self.out.word(" ");
        // Generic parameters and negative bounds are not known here.
        self.type_path()?;
        if self.eat("for") {
            self.out.space();
            self.out.word("for ");
            self.ty()?;
        }
        self.out.end();
        self.expect("{")?;
        self.out.word(" ");
        self.out.word("{");
        self.block_of_members()
    }

    /// `pub trait A: B + C { … }`
    fn trait_item(&mut self) -> Known {
        self.out.cbox(INDENT);
        self.print_if("pub", "pub ");
        self.expect("trait")?;
        self.out.word("trait ");
        self.name()?;
        if self.eat(":") {
            self.out.word(": ");
            self.bounds()?;
        }
        self.expect("{")?;
        self.out.word(" ");
        self.out.word("{");
        self.block_of_members()
    }

    fn block_of_members(&mut self) -> Known {
        if self.next() == "}" {
            self.out.end();
            self.print("}")?;
        } else {
            self.members()?;
        }
        self.out.hardbreak();
        Some(())
    }
}
