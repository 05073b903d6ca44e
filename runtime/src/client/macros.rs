//! The macro that a generated client is made with.

/// Gives a client and its builder the methods that do not depend on the document.
///
/// ```
/// use twinspec_runtime as rt;
///
/// /// Calls the API. Cheap to clone.
/// #[derive(Debug, Clone)]
/// pub struct Client {
///     core: rt::client::Core,
/// }
///
/// /// Builds a [`Client`].
/// #[derive(Debug)]
/// #[must_use]
/// pub struct ClientBuilder {
///     settings: rt::client::Settings,
/// }
///
/// rt::client!(Client, ClientBuilder, Server);
///
/// /// The servers that the document names.
/// #[derive(Debug, Clone, Default)]
/// pub struct Server;
///
/// impl From<Server> for rt::BaseUrl {
///     fn from(_: Server) -> Self {
///         Self::new("https://api.example.com")
///     }
/// }
///
/// let client = Client::builder().timeout(std::time::Duration::from_secs(10)).build();
/// ```
///
/// Servers that operations have of their own follow in brackets, each list an enum such as `Server`.
/// With `rt::client::NoServer` in the place of `Server` the document names no server, and building needs `base_url`.
/// With `rt::client::Receivers` the operations are webhooks or callbacks.
#[macro_export]
macro_rules! client {
    ($Client:ident, $Builder:ident, $rt:ident :: client :: NoServer $(, [$($Own:ident),+])?) => {
        $crate::__client!(
            $Client,
            $Builder,
            $crate::client::Settings::new(::core::option::Option::None),
            [$($($Own)+)?],
            {
                /// Where the API is: an absolute URL of `http` or `https`, without query and fragment.
                ///
                /// It holds for all operations, those with servers of their own as well, unless these are set too.
                pub fn base_url(mut self, url: impl ::core::convert::Into<$crate::BaseUrl>) -> Self {
                    self.settings.base_url(url.into());
                    self
                }
            }
        );
    };
    ($Client:ident, $Builder:ident, $rt:ident :: client :: Receivers) => {
        $crate::__client!($Client, $Builder, $crate::client::Settings::of_receivers(), [], {
            /// The URL of the receiver, whole: absolute, of `http` or `https`. It may have a query.
            pub fn base_url(mut self, url: impl ::core::convert::Into<$crate::BaseUrl>) -> Self {
                self.settings.base_url(url.into());
                self
            }

            /// What gives a client for each receiver, in the place of one for the only receiver.
            ///
            /// # Errors
            ///
            /// [`BuildError`]($crate::client::BuildError) says what is wrong.
            pub fn sender(
                self,
            ) -> ::core::result::Result<$crate::client::Sender<$Client>, $crate::client::BuildError> {
                ::core::result::Result::Ok($crate::client::Sender::new(self.settings.sender()?, |core| $Client { core }))
            }
        });
    };
    ($Client:ident, $Builder:ident, $Server:ty $(, [$($Own:ident),+])?) => {
        $crate::__client!(
            $Client,
            $Builder,
            $crate::client::Settings::new(::core::option::Option::Some(::core::convert::Into::into(
                <$Server as ::core::default::Default>::default(),
            ))),
            [$($($Own)+)?],
            {
                /// Where the API is: an absolute URL of `http` or `https`, without query and fragment.
                ///
                /// It holds for all operations, those with servers of their own as well, unless these are set too.
                pub fn base_url(mut self, url: impl ::core::convert::Into<$crate::BaseUrl>) -> Self {
                    self.settings.base_url(url.into());
                    self
                }

                /// Where the document is: its servers with relative URLs are relative to that.
                pub fn document_url(mut self, url: impl ::core::convert::Into<$crate::BaseUrl>) -> Self {
                    self.settings.document_url(url.into());
                    self
                }

                /// One of the servers that the document names; by default the first. `base_url` goes before it.
                pub fn server(mut self, server: $Server) -> Self {
                    self.settings.server(server.into());
                    self
                }
            }
        );
    };
}

/// What [`client!`] is with and without a server.
#[doc(hidden)]
#[macro_export]
macro_rules! __client {
    ($Client:ident, $Builder:ident, $settings:expr, [$($Own:ident)*], { $($server:tt)* }) => {
        impl $Client {
            /// A builder of a client, with the defaults.
            pub fn builder() -> $Builder {
                let settings = $settings;
                $(let settings = settings.with_own(
                    stringify!($Own),
                    ::core::convert::Into::into(<$Own as ::core::default::Default>::default()),
                );)*
                $Builder { settings }
            }

            /// A client of the API at this URL, with the defaults and without credentials.
            ///
            /// # Errors
            ///
            /// [`BuildError`]($crate::client::BuildError) when the URL is not an absolute one.
            pub fn new(
                base_url: impl ::core::convert::Into<$crate::BaseUrl>,
            ) -> ::core::result::Result<Self, $crate::client::BuildError> {
                Self::builder().base_url(base_url).build()
            }
        }

        impl $Builder {
            $($server)*

            /// A header that every request has, unless the request has it itself.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.settings.header(name, value);
                self
            }

            /// The `User-Agent` of every request; by default the name and the version of twinspec.
            pub fn user_agent(self, name: &str) -> Self {
                self.header("user-agent", name)
            }

            /// How long a call may take, from its start to the end of the answer's body, unless the request has a
            /// timeout of its own; by default there is no limit.
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.settings.timeout(timeout);
                self
            }

            /// How long the body of an answer may be, in bytes; by default 32 MiB.
            pub fn response_limit(mut self, bytes: usize) -> Self {
                self.settings.response_limit(bytes);
                self
            }

            /// What carries the requests: an `axum::Router` of the server itself, a `reqwest::Client` of your own,
            /// any tower service within a `ServiceTransport`; by default a new `reqwest::Client`.
            pub fn transport(mut self, transport: impl $crate::client::Transport) -> Self {
                self.settings.transport(transport);
                self
            }

            /// Sends requests again when that is safe and may help, as the policy says; by default none is.
            pub fn retry(self, policy: $crate::client::Retry) -> Self {
                self.layer($crate::client::tower::retry::RetryLayer::new(policy))
            }

            /// Puts a layer of tower around the transport: limits, logs, other retries. The last one is the outermost.
            pub fn layer<L>(mut self, layer: L) -> Self
            where
                L: $crate::client::tower::Layer<$crate::client::TransportService>
                    + ::core::marker::Send
                    + ::core::marker::Sync
                    + 'static,
                $crate::client::ServiceTransport<<L as $crate::client::tower::Layer<$crate::client::TransportService>>::Service>:
                    $crate::client::Transport,
            {
                self.settings.layer(layer);
                self
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// [`BuildError`]($crate::client::BuildError) says what is missing or wrong.
            pub fn build(self) -> ::core::result::Result<$Client, $crate::client::BuildError> {
                ::core::result::Result::Ok($Client { core: self.settings.build()? })
            }

            #[allow(dead_code)]
            fn credential(mut self, scheme: &'static $crate::SecurityScheme, credential: $crate::Credential) -> Self {
                self.settings.credential(scheme, credential);
                self
            }

            #[allow(dead_code)]
            fn token_source(
                mut self,
                scheme: &'static $crate::SecurityScheme,
                source: impl $crate::client::TokenSource,
            ) -> Self {
                self.settings.token_source(scheme, source);
                self
            }
        }
    };
}

/// What [`operation!`](crate::operation) tells the client: how each part of the request is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($Operation:ident [$($servers:literal)?] { $($field:ident: $part:ident $described:tt,)* }) => {
        impl $crate::client::Call for $Operation {
            $(const SERVERS: ::core::option::Option<&'static str> = ::core::option::Option::Some($servers);)?

            #[inline]
            fn write(&self, call: &mut $crate::client::Outgoing) {
                let _ = &call;
                $($crate::__call!(@write call, self.$field, $part $described);)*
            }
        }
    };
    (@write $call:ident, $value:expr, form($($field:expr),* $(,)?)) => { $call.form(&$value, &[$($field),*]) };
    (@write $call:ident, $value:expr, optional_form($($field:expr),* $(,)?)) => {
        $call.optional_form(&$value, &[$($field),*])
    };
    (@write $call:ident, $value:expr, $part:ident($($described:expr)?)) => { $call.$part($($described,)? &$value) };
}

/// Gives a client the methods of a contract, and lets it implement the contract: each calls its operation. What each returns
/// stands behind it, as its documentation shows it.
///
/// The methods of the client itself take the message of an operation or a whole [`Request`](crate::Request), those of the
/// contract the latter.
///
/// ```
/// use twinspec_runtime as rt;
///
/// # use rt::{Answer, Meta, NoFailure, Operation, Read};
/// # pub struct Ping;
/// # impl Operation for Ping {
/// #     type Output = ();
/// #     type Failure = NoFailure;
/// #     const META: Meta = Meta {
/// #         id: "ping",
/// #         method: "GET",
/// #         path: "/ping",
/// #         security: &[],
/// #         consumes: &[],
/// #         produces: &[],
/// #         statuses: &["204"],
/// #     };
/// #     fn read(_: &Answer) -> Read<Self> {
/// #         Ok(Ok(()))
/// #     }
/// # }
/// # impl rt::client::Call for Ping {
/// #     fn write(&self, _: &mut rt::client::Outgoing) {}
/// # }
/// pub trait PingApi {
///     fn ping(&self, request: rt::Request<Ping>) -> impl Future<Output = rt::Outcome<(), NoFailure>> + Send;
/// }
///
/// pub struct Client {
///     core: rt::client::Core,
/// }
///
/// rt::calls! {
///     PingApi for Client {
///         /// Asks whether the server is there.
///         ping(Ping) -> rt::Pending<'_, (), NoFailure>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! calls {
    ($($Contract:ident)::+ for $Client:ident {
        $($(#[$attribute:meta])* $method:ident($($Operation:ident)::+) -> $Pending:ty),+ $(,)?
    }) => {
        impl $Client {
            $(
                $(#[$attribute])*
                pub fn $method(
                    &self,
                    request: impl ::core::convert::Into<$crate::Request<$($Operation)::+>>,
                ) -> $Pending {
                    self.core.call(request.into())
                }
            )+
        }

        // What is returned is one box, whatever the operation.
        #[allow(refining_impl_trait)]
        impl $($Contract)::+ for $Client {
            $(
                #[inline]
                fn $method(&self, request: $crate::Request<$($Operation)::+>) -> $Pending {
                    self.core.call(request)
                }
            )+
        }
    };
}
