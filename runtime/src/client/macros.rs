//! The macro that declares a client.

/// Declares the client of an API and its builder.
///
/// ```
/// use twinspec_runtime as rt;
///
/// rt::client! {
///     /// Calls the API; cheap to clone.
///     pub struct Client;
///     /// Builds a [`Client`].
///     pub struct ClientBuilder;
///     server: Server;
/// }
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
/// Without the line `server: Server;` the document names no server, and building needs `base_url`.
#[macro_export]
macro_rules! client {
    (
        $(#[$client_meta:meta])*
        $client_visibility:vis struct $Client:ident;
        $(#[$builder_meta:meta])*
        $builder_visibility:vis struct $Builder:ident;
        $(server: $Server:ty;)?
    ) => {
        $(#[$client_meta])*
        #[derive(Debug, Clone)]
        $client_visibility struct $Client($crate::client::Core);

        impl $Client {
            /// A builder of a client, with the defaults.
            pub fn builder() -> $Builder {
                $Builder($crate::client::CoreBuilder::new($crate::__default_server!($($Server)?)))
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

            #[allow(dead_code)]
            async fn call<O: $crate::client::Call>(
                &self,
                request: $crate::Request<O>,
            ) -> $crate::Outcome<O::Output, O::Failure> {
                self.0.call(request).await
            }
        }

        $(#[$builder_meta])*
        #[derive(Debug)]
        #[must_use = "it does nothing until `build`"]
        $builder_visibility struct $Builder($crate::client::CoreBuilder);

        impl $Builder {
            /// Where the API is: an absolute URL of `http` or `https`, without query and fragment.
            pub fn base_url(mut self, url: impl ::core::convert::Into<$crate::BaseUrl>) -> Self {
                self.0.base_url(url.into());
                self
            }

            $(
                /// One of the servers that the document names.
                pub fn server(self, server: $Server) -> Self {
                    self.base_url(server)
                }
            )?

            /// A header that every request has, unless the request has it itself.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0.header(name, value);
                self
            }

            /// The `User-Agent` of every request; by default the name and the version of twinspec.
            pub fn user_agent(self, name: &str) -> Self {
                self.header("user-agent", name)
            }

            /// How long a call may take, from its start to the end of the answer's body, unless the request has a
            /// timeout of its own; by default there is no limit.
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.0.timeout(timeout);
                self
            }

            /// How long the body of an answer may be, in bytes; by default 32 MiB.
            pub fn response_limit(mut self, bytes: usize) -> Self {
                self.0.response_limit(bytes);
                self
            }

            /// What carries the requests: an `axum::Router` of the server itself, a `reqwest::Client` of your own,
            /// any tower service within a `ServiceTransport`; by default a new `reqwest::Client`.
            pub fn transport(mut self, transport: impl $crate::client::Transport) -> Self {
                self.0.transport(transport);
                self
            }

            /// The client.
            ///
            /// # Errors
            ///
            /// [`BuildError`]($crate::client::BuildError) says what is missing or wrong.
            pub fn build(self) -> ::core::result::Result<$Client, $crate::client::BuildError> {
                self.0.build().map($Client)
            }

            #[allow(dead_code)]
            fn credential(mut self, scheme: &'static $crate::SecurityScheme, credential: $crate::Credential) -> Self {
                self.0.credential(scheme, credential);
                self
            }
        }
    };
}

/// The base URL of the first server, when there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __default_server {
    () => {
        ::core::option::Option::None
    };
    ($Server:ty) => {
        ::core::option::Option::Some(<$crate::BaseUrl as ::core::convert::From<$Server>>::from(
            <$Server as ::core::default::Default>::default(),
        ))
    };
}
