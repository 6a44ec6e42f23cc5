-- A small register of disability allowances, made up to show what a mapping is.
--
--   phayan import docs/examples/allowances.sql --set register=docs/examples/allowances.csv

WITH register AS (
    SELECT
        *, row_number() OVER () AS place,
        json('{"$entry": ["programme", "allowances", "ProgrammePublished", 1]}') AS programme
    FROM read_csv(getvariable('register'), all_varchar = true)
),

records AS (
    -- The rules that the old decisions are judged under: a programme of the profile `historical`.
    SELECT
        '' AS day, 0 AS place, 'programme' AS stream_kind, 'allowances' AS stream_key,
        'ProgrammePublished' AS type, NULL AS official,
        json_object(
            'version', 1, 'from', '2019-01-01', 'profile', 'historical',
            'rules', sha256('Disability allowances as the register has them.'),
            'benefits', json_array('disability_allowance'), 'facts', json_array(), 'clocks', json_array(),
            'templates', json_array(), 'audit_ppm', 0, 'small_cell', 11
        ) AS data,
        NULL AS personal

    UNION ALL
    SELECT
        decided_on, place, 'claim', number, 'EligibilityDecided', 'officer ' || officer,
        json_strip_nulls(json_object(
            'programme', programme, 'result', result, 'benefit', 'disability_allowance',
            'amount', CASE WHEN baht IS NOT NULL THEN
                json_object('minor', baht::INTEGER * 100, 'currency', 'THB') END,
            'order_maker', 'official', 'occasion', 'first', 'found', json_array(), 'law', json_array()
        )),
        json_object('applicant/village', village)  -- personal: sealed, never in the log
    FROM register

    UNION ALL
    SELECT
        appealed_on, place, 'grievance', number, 'GrievanceFiled', NULL,
        json_object(
            'kind', 'appeal', 'programme', programme,
            'contests', json_array(json_object(
                'claim', json_object('$stream', json_array('claim', number)),
                'entry', json_object('$entry', json_array('claim', number, 'EligibilityDecided', 1))
            )),
            'about', json_array(), 'grounds', json_array(), 'remedies', json_array(), 'related', json_array(),
            'urgency', 'normal', 'anonymity', 'open', 'received_on', appealed_on, 'level', 1
        ),
        NULL
    FROM register
    WHERE appealed_on IS NOT NULL

    UNION ALL
    SELECT
        ruled_on, place, 'grievance', number, 'GrievanceDetermined', ruled_by,
        json_object(
            'outcome', CASE ruling WHEN 'granted' THEN 'upheld' WHEN 'dismissed' THEN 'not_upheld' END,
            'findings', json_array(), 'remedies', json_array(), 'law', json_array(), 'order_maker', 'committee'
        ),
        NULL
    FROM register
    WHERE ruled_on IS NOT NULL
)

SELECT
    stream_kind, stream_key, type, CASE WHEN day <> '' THEN day || 'T00:00:00Z' END AS at,
    official, data, personal
FROM records
ORDER BY day, place
