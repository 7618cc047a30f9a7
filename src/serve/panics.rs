//! A defect of a handler is an answer with status 500: the connection and the server live on.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

pub(super) async fn answer(request: Request, next: Next) -> Response {
    let mut answer = pin!(next.run(request));
    // Nothing is left half done that another request could see: handlers share semaphores alone.
    poll_fn(|context| {
        let poll = AssertUnwindSafe(|| answer.as_mut().poll(context));
        catch_unwind(poll).unwrap_or_else(|_| Poll::Ready(defect().into_response()))
    })
    .await
}

fn defect() -> Problem {
    let detail = "the server has a defect that this request met";
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
        .help("report it with the request that leads to it, without its secrets")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use axum::{Router, middleware};
    use tower_service::Service;

    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        async fn defective() {
            panic!("as tested");
        }
        let mut router: Router = Router::new()
            .route("/", get(defective))
            .layer(middleware::from_fn(answer));
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let request = Request::new(Body::empty());
        let response = runtime.unwrap().block_on(router.call(request)).unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
