import FlyingFox
import Foundation
import ReviewPage

/// Lets nobody through who does not know the token, nor a page of elsewhere that a browser shows.
struct Gate: HTTPHandler {
    let site: ReviewSite
    let token: String

    /// Bytes of a correction.
    private static let largestBody = 1 << 16

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        var path = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? "" }
        guard path.first == token, Self.isHere(request.headers[.host]) else {
            return Self.response(403, [], "text/plain")
        }
        path.removeFirst()
        guard request.method == .GET || request.method == .POST else { return Self.response(405, [], "text/plain") }
        var body: [UInt8] = []
        if request.method == .POST {
            // A form of another page can neither set this header nor send JSON.
            guard request.headers[.contentType]?.hasPrefix("application/json") ?? false,
                let length = request.headers[.contentLength].flatMap({ Int($0) }), length <= Self.largestBody
            else { return Self.response(415, [], "text/plain") }
            body = Array(try await request.bodyData)
        }
        let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
        let answer = await site.answer(
            ReviewSite.Request(isPost: request.method == .POST, path: path, query: query, body: body))
        return Self.response(answer.status, answer.body, answer.mediaType, isLasting: answer.isLasting)
    }

    /// Whatever name leads here, the page is asked for by its number.
    private static func isHere(_ host: String?) -> Bool {
        guard let host else { return false }
        return host == "127.0.0.1" || host.hasPrefix("127.0.0.1:")
    }

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    private static func response(
        _ status: Int, _ body: [UInt8], _ type: String, isLasting: Bool = false
    ) -> HTTPResponse {
        var headers = HTTPHeaders()
        for (name, value) in [
            ("Content-Type", type), ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", isLasting ? "private, max-age=3600" : "no-store"),
        ] { headers[HTTPHeader(name)] = value }
        return HTTPResponse(statusCode: HTTPStatusCode(status, phrase: ""), headers: headers, body: Data(body))
    }
}
