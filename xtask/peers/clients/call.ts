// Calls every operation of the two specs by clients that @hey-api/openapi-ts generated, and asks for each documented status.
//
//     node call.js URL DOCUMENT
//
// A line for each call: `ok OPERATION STATUS`, or `fault OPERATION STATUS: WHY`. It is compiled with the generated code, so a
// type that does not fit is a fault as well.

import { createClient as genauthClient } from './genauth/client';
import * as genauth from './genauth';
import { createClient as lerianClient } from './lerian_identity/client';
import * as lerian from './lerian_identity';

const SECRET = 'peers-secret';

// With `redirect: 'manual'` a redirect is an answer.
const settings = (url: string) => ({ baseUrl: url, auth: SECRET, redirect: 'manual' as const });

type Answer = { data?: unknown; error?: unknown; response?: Response };
type Call = (asked: string) => Promise<Answer>;

const linking = { ext_idp_conn_identifier: 'my-wechat', app_id: '5c9b079883', id_token: 'token &=/é' };
const inner = { '401': 200, '403': 200, '404': 200, '500': 200 };
const plain = { '200': 200, '429': 429, ...inner };

/** Per operation: its call, and for each status to ask for the HTTP status that is answered. */
function calls(url: string, document: string): [string, Call, Record<string, number>][] {
    const headers = (asked: string) => ({ Prefer: `code=${asked}` });
    if (document === 'lerian-identity') {
        const client = lerianClient(settings(url));
        const link: Call = (asked) =>
            lerian.postV1ApplicationsByIdProviders({
                client,
                headers: headers(asked),
                path: { id: 'a/b c' },
                body: { providerId: 'é', canSignIn: true },
            });
        const statuses = { '201': 201, '400': 400, '404': 404, '409': 409, '500': 500 };
        return [['POST /v1/applications/{id}/providers', link, statuses]];
    }
    const client = genauthClient(settings(url));
    const options = (asked: string) => ({ client, headers: headers(asked) });
    return [
        [
            'GET /api/v3/generate-link-extidp-url',
            (asked) => genauth.generateLinkExtIdpUrl({ ...options(asked), query: { ...linking, need_url_redirect: 'true' } }),
            plain,
        ],
        [
            'GET /api/v3/link-extidp',
            (asked) => genauth.linkExtIdp({ ...options(asked), query: linking }),
            { ...plain, '302': 302 },
        ],
        [
            'POST /api/v3/unlink-extidp',
            (asked) => genauth.unlinkExtIdp({ ...options(asked), body: { extIdpId: '62f2' } }),
            plain,
        ],
        ['GET /api/v3/get-identities', (asked) => genauth.getIdentities(options(asked)), plain],
        [
            'GET /api/v3/get-application-enabled-extidps',
            (asked) => genauth.getApplicationEnabledExtIdps(options(asked)),
            plain,
        ],
    ];
}

/** Why an answer is not as the document says; nothing when it is. */
function fault(answer: Answer, asked: string, status: number, document: string): string | undefined {
    if (answer.response?.status !== status) {
        return `is answered with ${answer.response?.status}: ${answer.error}`;
    }
    if (status === 302) {
        return answer.response.headers.get('location')?.startsWith('https://') ? undefined : 'leads nowhere';
    }
    const body = (answer.data ?? answer.error) as Record<string, unknown> | undefined;
    const success = status < 300;
    if (typeof body !== 'object' || (answer.data !== undefined) !== success) {
        return `is read as ${JSON.stringify(answer)}`;
    }
    if (document === 'genauth' && body['statusCode'] !== Number(asked)) {
        return `holds the status ${body['statusCode']}`;
    }
    return undefined;
}

async function main(url: string, document: string) {
    for (const [operation, call, statuses] of calls(url, document)) {
        for (const [asked, status] of Object.entries(statuses)) {
            let why: string | undefined;
            try {
                why = fault(await call(asked), asked, status, document);
            } catch (error) {
                why = String(error).replaceAll('\n', ' ');
            }
            console.log(why === undefined ? `ok ${operation} ${asked}` : `fault ${operation} ${asked}: ${why}`);
        }
    }
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
