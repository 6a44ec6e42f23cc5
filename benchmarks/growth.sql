-- What the memory of an import is measured with: a programme, and for each number of the file a claim with its
-- application; every eighth is decided. Many streams with little in them are the worst case for whatever is remembered.

WITH claims AS (
    SELECT number::BIGINT AS number
    FROM read_csv(getvariable('claims'), all_varchar = true)
),

records AS (
    SELECT
        0 AS number, 0 AS part, 'programme' AS stream_kind, 'growth' AS stream_key,
        'ProgrammePublished' AS type, NULL AS official,
        json_object(
            'version', 1, 'from', '2026-01-01', 'profile', 'historical', 'rules', sha256('growth'),
            'benefits', json_array('old_age_allowance'),
            'facts', json_array(json_object(
                'code', 'peer_rank', 'sensitive', false, 'quorum', false, 'max_age', 365, 'small_village', false
            )),
            'clocks', json_array(), 'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data

    UNION ALL
    SELECT
        number, 1, 'claim', number, 'ClaimReceived', number % 997,
        json_object(
            'programme', json('{"$entry": ["programme", "growth", "ProgrammePublished", 1]}'),
            'benefit', 'old_age_allowance', 'received_on', '2026-03-02', 'facts', json_array(),
            'documents', json_array()
        )
    FROM claims

    UNION ALL
    SELECT
        number, 2, 'claim', number, 'EligibilityDecided', number % 991,
        json_object(
            'result', CASE number % 3 WHEN 0 THEN 'refuse' ELSE 'grant' END, 'benefit', 'old_age_allowance',
            'amount', json_object('minor', 60000, 'currency', 'THB'), 'order_maker', 'official',
            'occasion', 'first', 'found', json_array(), 'law', json_array('oaa_2552_s6')
        )
    FROM claims
    WHERE number % 8 = 0
)

SELECT
    stream_kind, stream_key::VARCHAR AS stream_key, type, NULL AS at, official::VARCHAR AS official, data
FROM records
ORDER BY number, part
