"""Facts of each template, as the rooms give them."""

from __future__ import annotations

from typing import Any

from lucette.kernel.french import plural
from lucette.kernel.money import Money

AGENCY = "Agence nationale de la cohésion des territoires"

EXAMPLES: dict[str, dict[str, Any]] = {
    "agreement": {
        "title": "Convention relative à l’accueil de conseillers numériques",
        "reference": "V-2021-00042",
        "date": "12 mars 2021",
        "call": "Recrutement et accueil de conseillers numériques",
        "caisse": {
            "name": "Caisse des Dépôts et consignations",
            "address": "56 rue de Lille, 75007 Paris",
            "represented_by": "Ève Lacœuille",
            "capacity": "directrice déléguée",
        },
        "host": {
            "name": "Communauté de communes du Pays d’Uzerche",
            "number": "SIRET 200 066 769 00018",
            "address": "10 place de la Libération, 19140 Uzerche",
            "represented_by": "Michel Dubœuf",
            "capacity": "président",
        },
        "power": "Vu la délibération du 4 février 2021",
        "posts": plural(2, "conseiller numérique", "conseillers numériques"),
        "duration": "vingt-quatre mois",
        "starts_on": "12 mars 2021",
        "ends_on": "31 décembre 2023",
        "amount": str(Money.euros(100_000)),
        "amount_in_words": "cent mille euros",
        "per_post": str(Money.euros(50_000)),
        "rule": "Ce plafond est celui d’un employeur public en métropole : le coût réel du poste, dans la limite du SMIC annuel chargé.",
        "schedule": [
            {
                "n": 1,
                "condition": "Signature de la convention et contrat de travail du conseiller numérique",
                "amount": str(Money.euros(20_000)),
            },
            {"n": 2, "condition": "Six mois après la prise de poste, formation initiale suivie", "amount": str(Money.euros(30_000))},
            {"n": 3, "condition": "Douze mois après la prise de poste, bilan d’exécution transmis", "amount": str(Money.euros(50_000))},
        ],
        "total": str(Money.euros(100_000)),
        "articles": [
            {
                "title": "Données personnelles",
                "text": "Chaque partie répond des traitements qu’elle fait.\n\n- aucune donnée d’usager\n- "
                "les seules données utiles au contrat",
            }
        ],
        "signatories": [
            {"name": "Ève Lacœuille", "capacity": "directrice déléguée", "party": "pour la Caisse des Dépôts"},
            {"name": "Michel Dubœuf", "capacity": "président", "party": "pour la structure"},
        ],
    },
    "letter": {
        "title": "Attribution de deux postes de conseiller numérique",
        "sort": "Décision",
        "reference": "D-2021-00007",
        "date": "8 mars 2021",
        "from": {"name": AGENCY, "address": "20 avenue de Ségur, 75007 Paris"},
        "to": {"name": "Communauté de communes du Pays d’Uzerche", "address": "10 place de la Libération, 19140 Uzerche"},
        "greeting": "Monsieur le Président,",
        "body": "Le comité de sélection a examiné votre candidature le 5 mars 2021. J’ai le plaisir de vous annoncer son succès.\n\n"
        "Pour la suite :\n\n- vous signez la convention en ligne avant le 8 mai 2021 ;\n- vous publiez vos postes ;\n- vous recrutez.",
        "table": [
            {"label": "Postes attribués", "value": "2"},
            {"label": "Subvention maximale", "value": str(Money.euros(100_000))},
            {"label": "Durée", "value": "24 mois par poste"},
        ],
        "closing": "Je vous prie d’agréer, Monsieur le Président, l’expression de ma considération distinguée.",
        "remedies": "Cette décision peut être contestée dans les deux mois qui suivent sa notification : par un recours gracieux adressé à "
        "l’Agence, ou par un recours devant le tribunal administratif de Paris (7 rue de Jouy, 75004 Paris, ou "
        "www.telerecours.fr). Un recours gracieux prolonge ce délai : il repart de la réponse, ou de deux mois de silence.",
        "signatory": {"name": "Ève Lacœuille", "capacity": "directrice générale"},
    },
    "decisions": {
        "title": "Décisions après le comité de sélection du 5 mars 2021",
        "reference": "S-2021-00003",
        "date": "6 mars 2021",
        "session": "Séance S-2021-00003 du 5 mars 2021",
        "seen": ["Vu la dotation « Première dotation » ;", "Vu l’avis du comité de sélection, signé le 5 mars 2021 par Nadège Œillet."],
        "awards": [
            {
                "n": rank,
                "number": f"C-2021-{rank:05d}",
                "host": "Communauté de communes du Pays d’Uzerche",
                "department": "Corrèze",
                "posts": 2,
                "amount": str(Money.euros(100_000)),
            }
            for rank in range(1, 40)
        ],
        "others": [
            {
                "n": 40,
                "number": "C-2021-00040",
                "host": "Association Les Cigognes connectées",
                "department": "Bas-Rhin",
                "decision": "refusé",
                "reason": "L’offre d’aide est déjà suffisante dans ce territoire.",
            }
        ],
        "totals": [{"label": "Postes attribués", "value": "78"}],
        "remedies": "Cette décision peut être contestée dans les deux mois qui suivent sa notification.",
        "signatory": {"name": "Ève Lacœuille", "capacity": "directrice générale", "party": "pour l’ANCT"},
    },
    "minutes": {
        "title": "Comité de sélection du 5 mars 2021",
        "reference": "S-2021-00003",
        "date": "5 mars 2021",
        "session": "Troisième séance de 2021",
        "held_on": "5 mars 2021, de 14 h à 16 h 30",
        "place": "En visioconférence",
        "chair": "Nadège Œillet",
        "quorum": "3 membres présents sur 4 : le comité peut délibérer",
        "members": [
            {"name": "Nadège Œillet", "capacity": "présidente, ANCT", "presence": "présente"},
            {"name": "Aïcha Benoît", "capacity": "Direction générale des collectivités locales", "presence": "présente"},
            {"name": "Loïc Prévôt", "capacity": "Caisse des Dépôts", "presence": "présent"},
            {"name": "Zoé Garçon", "capacity": "association d’élus", "presence": "excusée"},
        ],
        "opening": "La présidente ouvre la séance. Aucun membre ne déclare d’intérêt, sauf M. Prévôt pour le n° 3 : il "
        "quitte la salle pendant son examen.",
        "lines": [
            {
                "n": rank,
                "host": host,
                "department": department,
                "opinion": opinion,
                "decision": decision,
                "posts": posts,
                "amount": str(Money.euros(posts * 50_000)),
            }
            for rank, (host, department, opinion, decision, posts) in enumerate(
                [
                    ("Communauté de communes du Pays d’Uzerche", "Corrèze", "favorable", "retenue", 2),
                    ("Commune de Saint-Étienne-du-Rouvray", "Seine-Maritime", "favorable", "retenue", 3),
                    ("Association Les Cigognes connectées", "Bas-Rhin", "défavorable", "refusée", 0),
                    ("Département des Pyrénées-Atlantiques", "Pyrénées-Atlantiques", "réservé", "ajournée", 0),
                ]
                * 6,
                start=1,
            )
        ],
        "totals": [
            {"label": "Postes proposés", "value": "30"},
            {"label": "Montant proposé", "value": str(Money.euros(1_500_000))},
            {"label": "Disponible après", "value": str(Money.euros(48_500_000))},
        ],
        "remarks": "Le comité demande que les dossiers ajournés soient complétés avant la prochaine séance.",
        "signatory": {"name": "Nadège Œillet", "capacity": "présidente du comité de sélection", "party": "pour le comité"},
    },
    "list": {
        "title": "Conventions",
        "date": "15 avril 2021",
        "count": "2 lignes",
        "columns": [{"label": "Structure", "number": False}, {"label": "Montant", "number": True}],
        "rows": [["Commune de Tulle", str(Money.euros(100_000))], ["", ""]],
    },
    "report": {
        "title": "Compte rendu du premier trimestre 2021",
        "reference": "R-2021-00001",
        "date": "15 avril 2021",
        "period": "du 1ᵉʳ janvier au 31 mars 2021",
        "by": "Caisse des Dépôts, Banque des Territoires",
        "to": AGENCY,
        "introduction": "Ce compte rendu présente l’emploi du fonds et l’activité du réseau. Rien n’y est compensé.",
        "sections": [
            {
                "title": "Emploi du fonds",
                "text": "",
                "columns": ["Enveloppe", "Doté", "Engagé", "Versé", "Disponible"],
                "rows": [
                    ["Métropole", *map(str, map(Money.euros, (180_000_000, 95_000_000, 12_000_000, 85_000_000)))],
                    ["Outre-mer", *map(str, map(Money.euros, (20_000_000, 4_000_000, 250_000, 16_000_000)))],
                ],
                "total": ["Total", *map(str, map(Money.euros, (200_000_000, 99_000_000, 12_250_000, 101_000_000)))],
            },
            {
                "title": "Activité du réseau",
                "text": "Chiffres arrêtés au dernier jour de la période.",
                "columns": ["Indicateur", "Trimestre", "Depuis l’origine"],
                "rows": [
                    ["Conseillers en poste", "412", "412"],
                    ["Personnes accompagnées", "18\u202f204", "18\u202f204"],
                    ["Ateliers", "1\u202f033", "1\u202f033"],
                ],
                "total": [],
            },
            {
                "title": "Faits marquants",
                "text": "- premières prises de poste en Corrèze\n- ouverture de la formation initiale",
                "columns": [],
                "rows": [],
                "total": [],
            },
        ],
        "method": "Montants en euros, tirés des écritures du fonds. Une personne accompagnée deux fois compte deux fois.",
    },
    "call": {
        "title": "Recrutement et accueil de conseillers numériques",
        "reference": "A-2021-00001",
        "date": "1ᵉʳ mars 2021",
        "summary": "L’État finance des conseillers numériques accueillis par des collectivités, des associations et l’économie "
        "sociale et solidaire.",
        "key_facts": [
            {"label": "Ouverture", "value": "1ᵉʳ mars 2021"},
            {"label": "Clôture", "value": "31 décembre 2021 à midi, heure de Paris"},
            {"label": "Postes", "value": "4\u202f000"},
        ],
        "sections": [
            {
                "title": "Qui peut répondre",
                "text": "Peuvent répondre :\n\n- les communes et leurs groupements ;\n- les départements et les régions ;\n"
                "- les associations et les structures de l’économie sociale et solidaire.",
            },
            {
                "title": "Comment les candidatures sont choisies",
                "text": "Le préfet donne son avis. Le comité de sélection classe les candidatures selon les besoins du territoire.",
            },
        ],
        "scale": [
            {"case": "Employeur public, métropole", "amount": str(Money.euros(50_000)), "duration": "24 mois"},
            {"case": "Employeur privé, métropole", "amount": str(Money.euros(32_000)), "duration": "24 mois"},
            {"case": "Outre-mer", "amount": str(Money.euros(70_000)), "duration": "24 mois"},
        ],
        "scale_note": "L’aide ne dépasse jamais le coût réel du poste.",
        "contact": "Écrivez à contact@lucette.example ou appelez le 01 99 00 00 00.",
    },
    "deliberation": {
        "title": "Accueil de conseillers numériques",
        "sort": "Projet de délibération",
        "reference": "C-2021-00042",
        "date": "1ᵉʳ mars 2021",
        "body": "Le conseil municipal de la commune de Tulle",
        "seen": [
            "le code général des collectivités territoriales, notamment son article L. 2121-29",
            "l’appel « Accueillir des conseillers »",
        ],
        "considering": ["le besoin d’aide des personnes âgées"],
        "decides": [
            {"text": "de demander deux postes de conseiller numérique ;"},
            {"text": "d’autoriser le maire à signer la convention."},
        ],
        "place": "Tulle",
    },
}
