use std::time::Duration;

use identity_apis::lerian_identity::Client;
use twinspec_runtime::client::{BuildError, Retry};

pub fn patient_client() -> Result<Client, BuildError> {
    Client::builder().bearer("s3cret").timeout(Duration::from_secs(10)).retry(Retry::new().attempts(5)).build()
}
