//! Runtime expressions (OpenAPI 3.1, section 4.8.20.3): what they name of an exchange.

use crate::ir::{
    Answer, AnswerPattern, AnswerType, Content, Location, Operand, OperandPlace, Operation, Output, Payload, Shape,
    Status, Syntax, Type,
};

use super::Lowering;

/// The expressions of a text, without their braces. One that begins with `$` is an expression as a whole.
pub(super) fn within(text: &str) -> Vec<&str> {
    if text.starts_with('$') {
        return vec![text];
    }
    text.match_indices("{$").filter_map(|(at, _)| text.get(at + 1..)?.split_once('}')).map(|(found, _)| found).collect()
}

/// Whether a text is meant as an expression.
pub(super) fn is_expression(text: &str) -> bool {
    ["$url", "$method", "$statusCode"].contains(&text)
        || text.starts_with("$request.")
        || text.starts_with("$response.")
}

/// An exchange of which expressions name parts.
pub(super) struct Named<'o> {
    operation: &'o Operation,
    /// The answer, when it is known which one is meant.
    answer: Option<&'o Answer>,
    /// The values that the expressions name.
    pub(super) operands: Vec<Operand>,
}

impl<'o> Named<'o> {
    /// An exchange of an operation with this answer.
    pub(super) fn new(operation: &'o Operation, answer: Option<&'o Answer>) -> Self {
        Self { operation, answer, operands: Vec::new() }
    }

    /// Notes what an expression names; why it names nothing, when it does not. The answer is the type of the body of
    /// which it names a part, with the pointer to that.
    pub(super) fn add<'e>(&mut self, expression: &'e str) -> Result<Option<(&'o Type, &'e str)>, String> {
        let name = expression.split('#').next().unwrap_or_default();
        let place = self.place(name)?;
        if name.len() < expression.len() && name.rsplit('.').next() != Some("body") {
            return Err("`#` goes with a body alone".to_owned());
        }
        let pointer = expression.get(name.len() + 1..).unwrap_or_default();
        if !pointer.is_empty() && !pointer.starts_with('/') {
            return Err("what follows `#` is a JSON pointer, which begins with `/`".to_owned());
        }
        if !self.operands.iter().any(|operand| operand.name == name) {
            self.operands.push(Operand { name: name.to_owned(), place });
        }
        let ty = match (name, self.answer.map(|answer| &answer.payload)) {
            ("$request.body", _) => self.operation.body.as_ref().map(|body| &body.content.ty),
            ("$response.body", Some(Payload::Body(content))) => Some(&content.ty),
            _ => None,
        };
        Ok(ty.filter(|_| !pointer.is_empty()).map(|ty| (ty, pointer)))
    }

    fn place(&self, name: &str) -> Result<OperandPlace, String> {
        let (of, part) = name.split_once('.').unwrap_or((name, ""));
        let (kind, part) = part.split_once('.').unwrap_or((part, ""));
        let location = match kind {
            "path" => Some(Location::Path),
            "query" => Some(Location::Query),
            "header" => Some(Location::Header),
            _ => None,
        };
        match (of, kind, location) {
            ("$url", "", _) => Ok(OperandPlace::Url),
            ("$method", "", _) => Ok(OperandPlace::Text(self.operation.http_method.clone())),
            ("$statusCode", "", _) => match self.answer.map(|answer| answer.status) {
                Some(Status::Code(code)) => Ok(OperandPlace::Text(code.to_string())),
                _ => Err("more than one status is possible here".to_owned()),
            },
            ("$request", "body", _) if part.is_empty() => self.request_body(),
            ("$request", _, Some(location)) => self.parameter(location, part),
            ("$response", "body", _) if part.is_empty() => self.answer_body(),
            ("$response", "header", _) => self.answer_header(part),
            _ => Err("it is no runtime expression".to_owned()),
        }
    }

    fn parameter(&self, location: Location, name: &str) -> Result<OperandPlace, String> {
        let same = |wire: &str| wire == name || (location == Location::Header && wire.eq_ignore_ascii_case(name));
        let found = self.operation.parameters.iter().find(|known| known.location == location && same(&known.wire));
        found
            .map(|parameter| OperandPlace::Request(parameter.name.clone()))
            .ok_or_else(|| format!("`{}` declares no such parameter", self.operation.id))
    }

    fn request_body(&self) -> Result<OperandPlace, String> {
        match &self.operation.body {
            Some(body) if is_value(&body.content) => Ok(OperandPlace::Request(body.name.clone())),
            Some(_) => Err("this body is not one value".to_owned()),
            None => Err(format!("`{}` takes no body", self.operation.id)),
        }
    }

    fn answer_body(&self) -> Result<OperandPlace, String> {
        match self.answer.map(|answer| &answer.payload) {
            Some(Payload::Body(content)) if is_value(content) => Ok(OperandPlace::AnswerBody),
            Some(Payload::Body(_)) => Err("this body is not one value".to_owned()),
            Some(Payload::Empty) => Err("this answer has no body".to_owned()),
            Some(Payload::Enveloped(_) | Payload::Envelope(_)) => Err("this body stands in an envelope".to_owned()),
            None => Err("it is not said of which answer".to_owned()),
        }
    }

    fn answer_header(&self, name: &str) -> Result<OperandPlace, String> {
        let Some(answer) = self.answer else { return Err("it is not said of which answer".to_owned()) };
        let declared = answer.headers.iter().find(|header| header.wire.eq_ignore_ascii_case(name));
        match declared {
            Some(header) => Ok(OperandPlace::AnswerHeader(header.name.clone())),
            None if self.is_success() && !name.is_empty() => Ok(OperandPlace::AnswerHeaders),
            None => Err("this answer has no such header".to_owned()),
        }
    }

    fn is_success(&self) -> bool {
        self.answer.is_some_and(|answer| self.operation.successes.contains(answer))
    }

    /// The answer, when an expression names a part of it.
    pub(super) fn pattern(&self) -> Option<AnswerPattern> {
        let of_answer = |operand: &Operand| {
            matches!(
                operand.place,
                OperandPlace::AnswerBody | OperandPlace::AnswerHeader(_) | OperandPlace::AnswerHeaders
            )
        };
        let answer = self.answer.filter(|_| self.operands.iter().any(of_answer))?;
        let success = self.is_success();
        let variant = |name: &String| AnswerType::Variant(name.clone(), answer.variant.clone());
        let ty = match &self.operation.output {
            Output::Body(ty) if success => AnswerType::Body(ty.clone()),
            Output::Enum(name) if success => variant(name),
            _ => variant(&self.operation.failure_name),
        };
        let side = if success { &self.operation.successes } else { &self.operation.failures };
        let named = !answer.headers.is_empty() || !matches!(answer.status, Status::Code(_));
        Some(AnswerPattern { success, ty, named, others: side.len() > 1 })
    }
}

impl Lowering<'_> {
    /// Notes what an expression names; why it names nothing, when it does not.
    pub(super) fn name(&self, named: &mut Named<'_>, expression: &str) -> Result<(), String> {
        let before = named.operands.len();
        let Some((ty, pointer)) = named.add(expression)? else { return Ok(()) };
        let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        if self.leads_on(ty, &mut steps) {
            return Ok(());
        }
        named.operands.truncate(before);
        Err("the body has no such part".to_owned())
    }

    /// Whether a value of the type may have what a pointer leads to.
    fn leads_on(&self, ty: &Type, steps: &mut dyn Iterator<Item = String>) -> bool {
        match ty {
            Type::Json | Type::Nullable(_) | Type::Tuple(_) => true,
            Type::Map(inner) => steps.next().is_none() || self.leads_on(inner, steps),
            Type::Vec(inner) => {
                steps.next().is_none_or(|step| step.parse::<usize>().is_ok()) && self.leads_on(inner, steps)
            }
            Type::Named(name) => match self.definition(name).map(|def| &def.shape) {
                Some(Shape::Alias(inner)) => self.leads_on(inner, steps),
                Some(Shape::Struct(shape)) => {
                    let Some(step) = steps.next() else { return true };
                    let field = shape.fields.iter().find(|field| field.wire == step);
                    field.map_or(shape.rest.is_some(), |field| self.leads_on(&field.ty, steps))
                }
                Some(Shape::StringEnum(_) | Shape::IntegerEnum(_)) => steps.next().is_none(),
                Some(Shape::Union(_) | Shape::Overlap(_)) | None => true,
            },
            _ => steps.next().is_none(),
        }
    }
}

/// Whether a body is a value of which parts can be named, and not a stream or one of several types.
pub(super) fn is_value(content: &Content) -> bool {
    let plain = |syntax: &Syntax| matches!(syntax, Syntax::Json | Syntax::Form(_) | Syntax::Text);
    !matches!(content.ty, Type::Choice(_))
        && content.media.iter().flat_map(|medium| &medium.formats).all(|format| plain(&format.syntax))
}
