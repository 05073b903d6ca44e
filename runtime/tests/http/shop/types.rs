//! The schemas.

use twinspec_runtime as rt;

/// Something to buy. Closed: other members are refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    pub id: String,
    pub count: Option<i64>,
    pub code: Option<rt::Secret>,
}

impl Item {
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), count: None, code: None }
    }
}

impl rt::Decode for Item {
    fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let id = object.required("id");
        let count = object.optional("count");
        let code = object.optional("code");
        object.check("count", |count| count.minimum(1));
        object.closed();
        object.end()?;
        Ok(Self { id: id?, count, code })
    }
}

impl rt::Encode for Item {
    fn encode(&self, out: &mut rt::Writer) {
        let mut object = out.object();
        object.member("id", &self.id);
        object.optional("count", &self.count);
        object.optional("code", &self.code);
        object.end();
    }
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl rt::Decode for Fault {
    fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let message = object.required("message");
        object.end()?;
        Ok(Self { message: message? })
    }
}

impl rt::Encode for Fault {
    fn encode(&self, out: &mut rt::Writer) {
        let mut object = out.object();
        object.member("message", &self.message);
        object.end();
    }
}

/// The envelope without data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    pub status_code: i64,
    pub message: String,
}

impl Common {
    pub fn new(status_code: i64, message: impl Into<String>) -> Self {
        Self { status_code, message: message.into() }
    }
}

impl rt::Decode for Common {
    fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let status_code = object.required("statusCode");
        let message = object.required("message");
        object.end()?;
        Ok(Self { status_code: status_code?, message: message? })
    }
}

impl rt::Encode for Common {
    fn encode(&self, out: &mut rt::Writer) {
        let mut object = out.object();
        object.member("statusCode", &self.status_code);
        object.member("message", &self.message);
        object.end();
    }
}
