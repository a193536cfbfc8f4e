"""The agreement as every party reads it: the twin, in the page, of its PDF (`documents/templates/agreement.typ`)."""

from __future__ import annotations

# article 5: also read, then accepted, by whoever prepares an application
COMMITMENTS = (
    "offrir gratuitement au public tous les accompagnements",
    "confier au conseiller numérique les seules missions de médiation numérique décrites à l’article 1",
    "le laisser suivre, sur son temps de travail, la formation initiale et la formation continue, et se présenter aux certifications",
    "mettre à sa disposition un poste informatique, un téléphone, une connexion et les moyens de se déplacer",
    "veiller à ce qu’il enregistre ses activités au fil de l’eau, sans aucune donnée qui identifie les personnes accompagnées",
    "rendre compte de l’exécution chaque fois que l’Agence nationale de la cohésion des territoires ou la Caisse des Dépôts le demande, "
    "et déclarer sans délai tout départ, absence longue ou remplacement",
    "conserver dix ans les pièces qui justifient l’emploi de la subvention : contrats, bulletins de salaire, attestations de formation",
)
