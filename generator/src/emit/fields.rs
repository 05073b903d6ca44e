//! The members of forms and of multipart bodies that do not stand in them in the usual way.

use crate::ir::{FormField, PartStyle};
use crate::tokens::{TokenStream, quote};

use super::styles;

/// The members of a form that do not stand in it in the usual way: `&[rt::Parameter::query("point").deep_object()]`
pub(super) fn form(fields: &[FormField]) -> TokenStream {
    let fields = each(fields);
    quote!(&[#(#fields),*])
}

/// The same without brackets.
pub(super) fn each(fields: &[FormField]) -> Vec<TokenStream> {
    fields.iter().map(styles::form_field).collect()
}

/// Whether the media type of a form has no parameters.
pub(super) fn is_plain_form(content_type: &str) -> bool {
    !content_type.contains(';')
}

/// The members of a body that are not one part of text or one file each: `&[("photos", rt::PartStyle::List)]`
pub(super) fn multipart(fields: &[(String, PartStyle)]) -> TokenStream {
    let fields = fields.iter().map(|(wire, style)| {
        let style = part_style(style);
        quote!((#wire, #style))
    });
    quote!(&[#(#fields),*])
}

fn part_style(style: &PartStyle) -> TokenStream {
    let style = match style {
        PartStyle::List => quote!(List),
        PartStyle::Typed(media_type) => quote!(Typed(#media_type)),
        PartStyle::TypedList(media_type) => quote!(TypedList(#media_type)),
        PartStyle::Joined(between) => quote!(Joined(#between)),
        PartStyle::Deep => quote!(Deep),
        PartStyle::Pairs(between) => quote!(Pairs(#between)),
        PartStyle::Members(names) => quote!(Members(&[#(#names),*])),
        PartStyle::MembersBut(names) => quote!(MembersBut(&[#(#names),*])),
        PartStyle::Others(named, style) => {
            let style = part_style(style);
            quote!(Others(&[#(#named),*], &#style))
        }
    };
    quote!(rt::PartStyle::#style)
}
